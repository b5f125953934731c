using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Heap;
using Google.Protobuf.WellKnownTypes;

namespace Fleet.Contracts.Codec;

/// <summary>Who holds what, between the report of a heap worker and the answer of an agent, which is small whatever the report is.</summary>
public static class RetentionMapping
{
    /// <summary>Most paths of an answer.</summary>
    public const int MostPaths = 20;

    /// <summary>Most bytes of an answer's paths together.</summary>
    public const int MostBytes = 32 * 1024;

    /// <summary>An answer. Paths that have no room are counted as left out, those with the fewest bytes first; one that is too long by itself does not hide the next.</summary>
    /// <param name="report">As the worker has it.</param>
    /// <param name="takenAt">When, UTC.</param>
    /// <param name="pauseMs">How long the process stood still, in milliseconds.</param>
    public static RetentionResult ToWire(this RetentionReport report, DateTimeOffset takenAt, double pauseMs)
    {
        var result = new RetentionResult
        {
            Type = report.Type ?? "",
            TakenAt = Timestamp.FromDateTimeOffset(takenAt),
            Complete = report.Complete,
            IncompleteReason = report.IncompleteReason ?? "",
            PauseMs = pauseMs,
            ReachableObjects = report.Objects,
            ReachableBytes = report.Bytes,
        };
        var room = MostBytes;
        foreach (var path in report.Paths)
        {
            if (result.Paths.Count == MostPaths)
                break;

            var message = path.ToWire();
            var size = message.CalculateSize();
            if (size > room)
                continue;
            room -= size;
            result.Paths.Add(message);
        }

        result.PathsLeftOut = report.PathsLeftOut + report.Paths.Count - result.Paths.Count;
        return result;
    }

    /// <summary>A path as reports have it.</summary>
    public static RetentionPath ToRecord(this HolderPath path) => new(
        new RetentionRoot(path.RootKind, path.RootName, path.RootModule),
        [.. path.Steps.Select(step => new RetentionStep(step.Name, step.Module, step.Repeats))],
        path.Objects,
        path.Bytes,
        path.InclusiveObjects,
        path.InclusiveBytes);

    private static HolderPath ToWire(this RetentionPath path)
    {
        var message = new HolderPath
        {
            RootKind = path.Root.Kind,
            RootName = path.Root.Name,
            RootModule = path.Root.Module,
            Objects = path.Objects,
            Bytes = path.Bytes,
            InclusiveObjects = path.InclusiveObjects,
            InclusiveBytes = path.InclusiveBytes,
        };
        message.Steps.AddRange(path.Steps.Select(step => new HolderStep { Name = step.Name, Module = step.Module, Repeats = step.Repeats }));
        return message;
    }
}
