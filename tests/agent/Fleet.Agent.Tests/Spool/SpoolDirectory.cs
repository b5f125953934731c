using Fleet.Agent.Spool;
using Microsoft.Extensions.Logging.Abstractions;

namespace Fleet.Agent.Tests.Spool;

/// <summary>A spool's directory for one test.</summary>
internal sealed class SpoolDirectory : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("fleet-spool-").FullName;

    public IReadOnlyList<string> Segments => [.. Directory.GetFiles(FullPath, "*.seg").Order(StringComparer.Ordinal)];

    public SummarySpool Open(SpoolOptions? options = null, TimeProvider? time = null) =>
        SummarySpool.Open(FullPath, options ?? new SpoolOptions(), time ?? TimeProvider.System, NullLogger.Instance);

    /// <summary>Everything that waits, by sequence.</summary>
    public static IReadOnlyList<(ulong Sequence, string? Name)> Waiting(SummarySpool spool)
    {
        List<(ulong, string?)> all = [];
        ulong at = 0;
        while (spool.Next(at) is { } record)
        {
            all.Add((record.Sequence, record.Summary.CommandId));
            at = record.Sequence;
        }

        return all;
    }

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
