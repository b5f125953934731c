using Fleet.Contracts.Heap;
using Fleet.DataMiner.Elements;
using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Targets.Hosting;

/// <summary>
/// Which protocols and elements each SLScripting hosts, by <c>Logging/SLElementInProtocol.txt</c>: read from its end at first, then
/// followed. When DataMiner begins a new file, what the old one said stays true until a newer line says otherwise.
/// </summary>
internal sealed partial class HostedProtocols(DataMinerNode dataMiner, TimeProvider time, ILogger<HostedProtocols> logger)
{
    // Between a process's start and its first element passes time, and the log has whole seconds: an older line is about another
    // process that had the same pid.
    private static readonly TimeSpan s_slack = TimeSpan.FromSeconds(2);

    private readonly string _path = Path.Combine(dataMiner.LogDirectory, "SLElementInProtocol.txt");
    private readonly Lock _lock = new();
    private readonly Dictionary<int, IReadOnlyList<ElementInProtocolLine>> _elements = [];
    private HostingTable? _table;
    private FollowedLog? _log;
    private bool _failing;

    /// <summary>Takes what was appended since.</summary>
    public void Refresh()
    {
        if (!dataMiner.Exists)
            return;

        lock (_lock)
        {
            try
            {
                if (_table is null)
                    ReadFromEnd();
                else if (_log!.ReadNew().Where(line => _table.Append(line)).ToList() is { Count: > 0 })
                    _elements.Clear();
                _failing = false;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                if (!_failing)
                    LogUnreadable(_path, exception.Message);
                _failing = true;
            }
        }
    }

    /// <summary>What a process hosts; empty when nothing is known of it.</summary>
    public IReadOnlyList<HostedProtocol> Of(int pid, DateTimeOffset startedAt) =>
        [.. Elements(pid, startedAt)
            .GroupBy(element => (element.Protocol, element.Version))
            .Select(group => new HostedProtocol(group.Key.Protocol, group.Key.Version, group.Count()))
            .OrderBy(hosted => hosted.Name, StringComparer.Ordinal)
            .ThenBy(hosted => hosted.Version, StringComparer.Ordinal)];

    /// <summary>Whether a process hosts an element of this name.</summary>
    public bool HostsElement(int pid, DateTimeOffset startedAt, string elementName) =>
        Elements(pid, startedAt).Any(element => string.Equals(element.ElementName, elementName, StringComparison.OrdinalIgnoreCase));

    private IEnumerable<ElementInProtocolLine> Elements(int pid, DateTimeOffset startedAt)
    {
        IReadOnlyList<ElementInProtocolLine>? elements;
        lock (_lock)
        {
            if (_table is null)
                return [];
            if (!_elements.TryGetValue(pid, out elements))
                _elements[pid] = elements = _table.ElementsOf(pid);
        }

        var earliest = TimeZoneInfo.ConvertTime(startedAt, time.LocalTimeZone).DateTime - s_slack;
        return elements.Where(element => element.LocalTime >= earliest);
    }

    private void ReadFromEnd()
    {
        if (!File.Exists(_path))
            return;

        using var file = FollowedLog.Open(_path);
        var reader = new ReverseLineReader(file);
        _table = HostingTable.ReadFrom(reader);
        _log = new FollowedLog(_path);
        _log.ContinueAt(file, reader.CommittedLength);
        LogRead(_path, _table.Elements, _table.UnreadableLines);
    }
}
