using Fleet.Heap.Insights.Threads;

namespace Fleet.Heap.Tests.Insights;

public sealed class ThreadStatesTests
{
    [Theory]
    [InlineData("lock", "System.Threading.Monitor.Enter_Slowpath", "System.Threading.Monitor.Enter")]
    [InlineData("lock", "System.Threading.Monitor.Enter")] // .NET Framework
    [InlineData("lock", "System.Threading.WaitHandle.WaitOneNoCheck", "System.Threading.Lock.TryEnterSlow")]
    [InlineData("task", "System.Threading.Monitor.Wait", "System.Threading.ManualResetEventSlim.Wait", "System.Threading.Tasks.Task.SpinThenBlockingWait", "System.Threading.Tasks.Task.InternalWaitCore")]
    [InlineData("wait handle", "System.Threading.Monitor.Wait", "System.Threading.SemaphoreSlim.Wait")]
    [InlineData("wait handle", "System.Threading.WaitHandle.WaitOneNoCheck")]
    [InlineData("monitor wait", "System.Threading.Monitor.ObjWait", "System.Threading.Monitor.Wait")]
    [InlineData("sleep", "System.Threading.Thread.SleepInternal", "System.Threading.Thread.Sleep")]
    [InlineData("join", "System.Threading.Thread.Join")]
    [InlineData("thread pool", "System.Threading.WaitHandle.WaitOneNoCheck", "System.Threading.PortableThreadPool+WorkerThread.WorkerThreadStart")]
    [InlineData("timer", "System.Threading.WaitHandle.WaitOneNoCheck", "System.Threading.TimerQueue.TimerThread")]
    [InlineData("socket", "Interop+Sys.WaitForSocketEvents", "System.Net.Sockets.SocketAsyncEngine.EventLoop")]
    [InlineData("input", "Interop+Sys.Read", "System.IO.RandomAccess.ReadAtOffset")]
    [InlineData("native", "Interop+Kernel32.SomethingElse")]
    [InlineData("native")]
    public void A_thread_outside_of_managed_code_waits_as_the_framework_says(string state, params string[] framework) =>
        Assert.Equal(state, ThreadStates.Of(framework, isManaged: false));

    [Fact]
    public void A_thread_in_managed_code_runs_whatever_it_is_about_to_do() =>
        Assert.Equal("running", ThreadStates.Of(["System.Threading.Monitor.Enter"], isManaged: true));

    [Fact]
    public void Threads_that_wait_for_each_other_are_a_circle_and_those_that_wait_for_them_are_not_of_it()
    {
        var waits = new Dictionary<int, int> { [1] = 2, [2] = 3, [3] = 1, [4] = 1, [5] = 6, [7] = 7 };
        Assert.Equal([1, 2, 3, 7], WaitCircle.Of(waits));
        Assert.Empty(WaitCircle.Of(new Dictionary<int, int> { [1] = 2, [2] = 3 }));
    }
}
