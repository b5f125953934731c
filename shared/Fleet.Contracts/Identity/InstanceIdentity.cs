using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Fleet.Contracts.Identity;

/// <summary>One run of a target: a process on a node, for as long as it lives. A restart is another instance.</summary>
/// <param name="NodeId">Machine identity of the node, never a DMA id or an address.</param>
/// <param name="Pid">Process id, greater than 0.</param>
/// <param name="StartedAt">Start of the process, UTC, to the millisecond: pids are reused.</param>
public sealed record InstanceIdentity(string NodeId, int Pid, DateTimeOffset StartedAt)
{
    private const string TimeFormat = "yyyyMMdd'T'HHmmssfff'Z'";

    /// <summary>Start of the process, UTC, cut to the millisecond so that every path agrees on it.</summary>
    public DateTimeOffset StartedAt { get; } = Cut(StartedAt);

    /// <summary><c>node/pid/startedAt</c>: the key of the instance in grains, storage and on the command line.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{NodeId}/{Pid}/{StartedAt.ToString(TimeFormat, CultureInfo.InvariantCulture)}");

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out InstanceIdentity? identity)
    {
        identity = null;
        var parts = text?.Split('/');
        if (parts is not [{ Length: > 0 } node, var pidText, var startedText]
            || !int.TryParse(pidText, NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
            || !DateTimeOffset.TryParseExact(startedText, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var startedAt))
        {
            return false;
        }

        identity = new InstanceIdentity(node, pid, startedAt);
        return true;
    }

    private static DateTimeOffset Cut(DateTimeOffset at)
    {
        var utc = at.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMillisecond));
    }
}
