using Fleet.Contracts.Identity;

namespace Fleet.Agent.Capture;

/// <summary>Takes dumps.</summary>
internal interface IDumpCapture
{
    /// <summary>Has a process written to a file.</summary>
    /// <param name="request">Which, and how much of it.</param>
    /// <param name="progress">Bytes written so far and bytes expected.</param>
    /// <param name="cancellationToken">Stops waiting; the process goes on writing, which <see cref="RecoverAsync"/> takes up.</param>
    /// <exception cref="DumpException">It can't be taken; nothing is left behind.</exception>
    Task<CapturedDump> CaptureAsync(DumpRequest request, IProgress<DumpBytes> progress, CancellationToken cancellationToken);

    /// <summary>Takes up a capture that the agent's end interrupted. Null when it did not come to a whole file; nothing is left behind then.</summary>
    /// <param name="dumpId">Of the request.</param>
    /// <param name="instance">Of its target, which may still be writing: nobody looks at it meanwhile.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<CapturedDump?> RecoverAsync(string dumpId, InstanceIdentity instance, CancellationToken cancellationToken);
}

/// <summary>How far a dump is.</summary>
/// <param name="Done">Bytes written.</param>
/// <param name="Expected">Bytes expected; an estimate.</param>
internal readonly record struct DumpBytes(long Done, long Expected);
