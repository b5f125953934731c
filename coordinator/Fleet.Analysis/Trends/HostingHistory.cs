using Fleet.Contracts.Heap;

namespace Fleet.Analysis.Trends;

/// <summary>What a process hosted before something about it changed: a protocol or a version came or went.</summary>
/// <param name="Protocols">What it hosted.</param>
/// <param name="From">First summary with them, UTC.</param>
/// <param name="Until">First summary with others, UTC.</param>
public sealed record HostedBefore(IReadOnlyList<HostedProtocol> Protocols, DateTimeOffset From, DateTimeOffset Until);

/// <summary>What a process hosts, and what it hosted before: a protocol can be updated in a process that runs on.</summary>
internal sealed class HostingHistory
{
    // Updates are rare. What changes more often is what could be read of it, in stretches too short to say anything.
    private const int MostBefore = 8;
    private const int MostProtocols = 100_000;

    private DateTimeOffset _since;

    /// <summary>What it hosts.</summary>
    public IReadOnlyList<HostedProtocol> Now { get; private set; } = [];

    /// <summary>What it hosted before, oldest first; the longest stretches of time.</summary>
    public IReadOnlyList<HostedBefore> Before { get; private set; } = [];

    /// <summary>Takes what a summary says.</summary>
    public void Observe(IReadOnlyList<HostedProtocol> protocols, DateTimeOffset at)
    {
        if (_since == default)
            _since = at;
        if (!ReferenceEquals(protocols, Now) && !IsSameCode(protocols, Now))
        {
            if (at > _since)
                Add(new HostedBefore(Now, _since, at));
            _since = at;
        }

        Now = protocols;
    }

    /// <summary>Writes everything.</summary>
    public void Save(BinaryWriter writer)
    {
        Save(writer, Now);
        writer.Write(_since.UtcTicks);
        writer.Write(Before.Count);
        foreach (var before in Before)
        {
            Save(writer, before.Protocols);
            writer.Write(before.From.UtcTicks);
            writer.Write(before.Until.UtcTicks);
        }
    }

    /// <summary>Reads what <see cref="Save(BinaryWriter)"/> wrote.</summary>
    public static HostingHistory Load(BinaryReader reader)
    {
        var history = new HostingHistory { Now = LoadProtocols(reader), _since = LoadTime(reader) };
        var before = new HostedBefore[CheckedCount(reader, MostBefore)];
        for (var i = 0; i < before.Length; i++)
            before[i] = new HostedBefore(LoadProtocols(reader), LoadTime(reader), LoadTime(reader));
        history.Before = before;
        return history;
    }

    private static bool IsSameCode(IReadOnlyList<HostedProtocol> now, IReadOnlyList<HostedProtocol> then) => IsAmong(now, then) && IsAmong(then, now);

    private static bool IsAmong(IReadOnlyList<HostedProtocol> some, IReadOnlyList<HostedProtocol> all) =>
        some.All(protocol => all.Any(other => other.Name == protocol.Name && other.Version == protocol.Version));

    // Replaced whole: who was told of it keeps what it was told.
    private void Add(HostedBefore stretch)
    {
        List<HostedBefore> all = [.. Before, stretch];
        if (all.Count > MostBefore)
            all.Remove(all.MinBy(before => before.Until - before.From)!);
        Before = all;
    }

    private static void Save(BinaryWriter writer, IReadOnlyList<HostedProtocol> protocols)
    {
        writer.Write(protocols.Count);
        foreach (var protocol in protocols)
        {
            writer.Write(protocol.Name);
            writer.Write(protocol.Version);
            writer.Write(protocol.Elements);
        }
    }

    private static HostedProtocol[] LoadProtocols(BinaryReader reader)
    {
        var protocols = new HostedProtocol[CheckedCount(reader, MostProtocols)];
        for (var i = 0; i < protocols.Length; i++)
            protocols[i] = new HostedProtocol(reader.ReadString(), reader.ReadString(), reader.ReadInt32());
        return protocols;
    }

    private static DateTimeOffset LoadTime(BinaryReader reader) => new(reader.ReadInt64(), TimeSpan.Zero);

    private static int CheckedCount(BinaryReader reader, int most) =>
        reader.ReadInt32() is var count && count >= 0 && count <= most ? count : throw new InvalidDataException("The checkpoint holds an impossible count.");
}
