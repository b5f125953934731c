using Fleet.Contracts.Heap;

namespace Fleet.DataMiner.Elements;

/// <summary>
/// Which SLScripting hosts which elements, as the lines of <c>SLElementInProtocol.txt</c> tell. An element lives in one SLScripting at a
/// time: its newest line counts. Lines before the last start of DataMiner don't. Not thread-safe.
/// </summary>
public sealed class HostingTable
{
    private readonly Dictionary<(int Dma, int Element), ElementInProtocolLine> _newest = [];

    /// <summary>Elements known.</summary>
    public int Elements => _newest.Count;

    /// <summary>Lines that were neither an element's start, nor a start of DataMiner, nor empty.</summary>
    public long UnreadableLines { get; private set; }

    /// <summary>Takes the file as it is, from its end up to the last start of DataMiner.</summary>
    /// <param name="newestFirst">At the end of the file; stays usable.</param>
    /// <returns>The table, to be kept up to date by <see cref="Append"/> with the lines after <see cref="ReverseLineReader.CommittedLength"/>.</returns>
    /// <exception cref="IOException">The file could not be read.</exception>
    public static HostingTable ReadFrom(ReverseLineReader newestFirst)
    {
        var table = new HostingTable();
        while (newestFirst.ReadLine() is { } line)
        {
            if (ElementInProtocolLine.IsDmaStart(line))
                break;
            if (table.Parse(line) is { } start)
                table._newest.TryAdd((start.DmaId, start.ElementId), start);
        }

        return table;
    }

    /// <summary>Takes one line that was written since.</summary>
    /// <returns>True when it changed what the table says.</returns>
    public bool Append(ReadOnlySpan<char> line)
    {
        if (ElementInProtocolLine.IsDmaStart(line))
        {
            var had = _newest.Count > 0;
            _newest.Clear();
            return had;
        }

        if (Parse(line) is not { } start)
            return false;

        _newest[(start.DmaId, start.ElementId)] = start;
        return true;
    }

    /// <summary>The newest start of every element that the process hosts, by element name.</summary>
    public IReadOnlyList<ElementInProtocolLine> ElementsOf(int scriptingPid) =>
        [.. _newest.Values.Where(start => start.ScriptingPid == scriptingPid).OrderBy(start => start.ElementName, StringComparer.Ordinal)];

    /// <summary>What the process hosts, by protocol and version; empty when nothing is known of it.</summary>
    public IReadOnlyList<HostedProtocol> ProtocolsOf(int scriptingPid) =>
        ByScriptingProcess().GetValueOrDefault(scriptingPid) ?? [];

    /// <summary>What every SLScripting hosts. Processes that ended may still be listed: the file does not say so.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<HostedProtocol>> ByScriptingProcess() =>
        _newest.Values
            .Where(start => start.ScriptingPid > 0)
            .GroupBy(start => start.ScriptingPid)
            .ToDictionary(process => process.Key, IReadOnlyList<HostedProtocol> (process) =>
                [.. process
                    .GroupBy(start => (start.Protocol, start.Version))
                    .Select(group => new HostedProtocol(group.Key.Protocol, group.Key.Version, group.Count()))
                    .OrderBy(hosted => hosted.Name, StringComparer.Ordinal)
                    .ThenBy(hosted => hosted.Version, StringComparer.Ordinal)]);

    private ElementInProtocolLine? Parse(ReadOnlySpan<char> line)
    {
        if (ElementInProtocolLine.TryParse(line, out var start))
            return start;
        if (!line.IsWhiteSpace())
            UnreadableLines++;
        return null;
    }
}
