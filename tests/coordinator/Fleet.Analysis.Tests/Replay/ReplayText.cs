using System.Text.Json;
using Fleet.Contracts.Heap;

namespace Fleet.Analysis.Tests.Replay;

/// <summary>Writes summaries in the replay format.</summary>
internal static class ReplayText
{
    public static Stream Stream(IEnumerable<InstanceSummary> summaries)
    {
        var stream = new MemoryStream();
        foreach (var summary in summaries)
        {
            JsonSerializer.Serialize(stream, new
            {
                at = summary.TakenAt,
                node = summary.Instance.NodeId,
                process = new { name = summary.Heap.Process.Name, pid = summary.Instance.Pid, startedAt = summary.Instance.StartedAt, bits = summary.Heap.Process.Bits },
                protocols = summary.Protocols.Select(protocol => new { name = protocol.Name, version = protocol.Version, elements = protocol.Elements }),
                memory = new
                {
                    privateBytes = summary.Memory.PrivateBytes,
                    managedBytes = summary.Memory.ManagedBytes,
                    limitBytes = summary.Memory.LimitBytes,
                    gcCounts = summary.Memory.GcCounts,
                },
                types = summary.Heap.Types.Select(row => new object[] { row.Name, row.Module, row.Count, row.Bytes, row.Gen2 }),
            });
            stream.WriteByte((byte)'\n');
        }

        stream.Position = 0;
        return stream;
    }
}
