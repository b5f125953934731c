using System.Runtime.ExceptionServices;

namespace Fleet.Heap;

/// <summary>Work on a thread that does nothing else. What it throws is thrown to whoever waits for it.</summary>
internal sealed class OwnThread<T>
{
    private readonly Thread _thread;
    private T? _result;
    private ExceptionDispatchInfo? _failure;

    private OwnThread(string name, Func<T> work)
    {
        _thread = new Thread(() =>
        {
            try
            {
                _result = work();
            }
            catch (Exception e)
            {
                _failure = ExceptionDispatchInfo.Capture(e);
            }
        })
        { IsBackground = true, Name = name };
    }

    /// <summary>Begins.</summary>
    /// <param name="name">Of the thread, for whoever looks at us.</param>
    /// <param name="work">What to do.</param>
    public static OwnThread<T> Start(string name, Func<T> work)
    {
        var started = new OwnThread<T>(name, work);
        started._thread.Start();
        return started;
    }

    /// <summary>Waits for its end, whatever that is.</summary>
    public void Wait() => _thread.Join();

    /// <summary>Waits for its end.</summary>
    /// <returns>The outcome.</returns>
    public T Join()
    {
        Wait();
        _failure?.Throw();
        return _result!;
    }
}
