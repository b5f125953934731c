namespace Fleet.HeapWorker;

/// <summary>
/// Watches the pipe that our parent holds open. Its end is the end of the parent, however it came about, and then nobody is there to
/// read a summary, and a process must not stand still for it.
/// </summary>
internal sealed class ParentPipe : IDisposable
{
    private readonly Stream _pipe;

    private ParentPipe(Stream pipe) => _pipe = pipe;

    /// <summary>Cancels <paramref name="gone"/> when the pipe ends.</summary>
    public static ParentPipe Watch(Stream pipe, CancellationTokenSource gone)
    {
        // A thread of its own: the read may last as long as the process and must not take one that the look needs.
        var watcher = new Thread(() =>
        {
            Drain(pipe);
            try
            {
                gone.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // the look was over first
            }
        })
        { IsBackground = true, Name = "parent pipe" };
        watcher.Start();
        return new ParentPipe(pipe);
    }

    public void Dispose() => _pipe.Dispose();

    private static void Drain(Stream pipe)
    {
        var ignored = new byte[64];
        try
        {
            while (pipe.Read(ignored) > 0)
            {
                // nothing is expected; only the end counts
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // a broken pipe has ended too
        }
    }
}
