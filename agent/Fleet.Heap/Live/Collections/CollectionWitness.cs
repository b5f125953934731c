using System.Diagnostics;

namespace Fleet.Heap.Live.Collections;

/// <summary>Hears of every collection of a process from its beginning on.</summary>
internal sealed class CollectionWitness : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly CollectionEventSession _session;
    private readonly NetTraceReader _reader;
    private readonly Thread _thread;
    private readonly List<CollectionEvent> _events = [];
    private Exception? _failure;

    private CollectionWitness(CollectionEventSession session, bool asleepAtFirst)
    {
        _session = session;
        AsleepAtFirst = asleepAtFirst;
        _reader = new NetTraceReader(session.Events);
        _session.Events.ReadTimeout = Timeout.Infinite; // without collections there is nothing to tell
        _thread = new Thread(Listen) { IsBackground = true, Name = "collection witness" };
        _thread.Start();
    }

    /// <summary>Begins to listen; null where the process has no diagnostics port or it does not answer.</summary>
    public static CollectionWitness? TryBegin(int pid)
    {
        if (DiagnosticSocket.Find(pid) is not { } path)
            return null;

        try
        {
            var session = CollectionEventSession.Begin(path);
            return new CollectionWitness(session, BackgroundThreads.Sleep(pid));
        }
        catch (IOException)
        {
            return null; // it is stopped, ends, or has the port switched off: then nobody can bear witness
        }
    }

    /// <summary>Whether the threads that collect in the background slept when the listening began.</summary>
    public bool AsleepAtFirst { get; }

    /// <summary>What was heard until now, which is not all that happened: the runtime tells of a collection up to 100 ms later.</summary>
    public IReadOnlyList<CollectionEvent> SoFar()
    {
        lock (_events)
            return [.. _events];
    }

    /// <summary>Ends the listening; the process must run. Null when not everything was heard.</summary>
    public IReadOnlyList<CollectionEvent>? Conclude()
    {
        try
        {
            _session.End();
        }
        catch (IOException)
        {
            return null;
        }

        return _thread.Join(Patience) && _failure is null && _reader.BytesRead < CollectionEventSession.SafeBytes ? _events : null;
    }

    public void Dispose()
    {
        _session.Dispose(); // the reader's read fails, and it ends
        _thread.Join(Patience);
    }

    private void Hear(CollectionEvent heard)
    {
        lock (_events)
            _events.Add(heard);
    }

    private void Listen()
    {
        try
        {
            _reader.ReadAll(Hear);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ObjectDisposedException)
        {
            _failure = e; // what was heard is not everything
        }
    }
}
