using Fleet.Agent.Targets;
using Fleet.Agent.Targets.Hosting;
using Fleet.Contracts.Identity;
using Fleet.DataMiner.Logs;
using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Looks.OutOfMemory;

/// <summary>
/// Follows the logs in which DataMiner tells of an OutOfMemoryException. They seldom name the process: when the entry names an element,
/// it is the process that hosts it, else every process that hosts any.
/// </summary>
internal sealed partial class OutOfMemoryLogs
{
    private static readonly string[] s_logs = ["SLErrorsInProtocol.txt", "SLManagedScripting.txt"];

    private readonly HostedProtocols _hosting;
    private readonly ILogger<OutOfMemoryLogs> _logger;
    private readonly List<Source> _sources;

    /// <summary>Begins at the end of what the logs hold now: what they tell of the past is past.</summary>
    public OutOfMemoryLogs(DataMinerNode dataMiner, HostedProtocols hosting, ILogger<OutOfMemoryLogs> logger)
    {
        _hosting = hosting;
        _logger = logger;
        _sources = dataMiner.Exists ? [.. s_logs.Select(name => new Source(Path.Combine(dataMiner.LogDirectory, name)))] : [];
        foreach (var source in _sources)
            Read(source, log => log.SkipToEnd());
    }

    /// <summary>Instances that new entries are about.</summary>
    public IReadOnlyList<InstanceIdentity> ReadNew(IReadOnlyList<TargetProcess> targets)
    {
        HashSet<InstanceIdentity> exhausted = [];
        foreach (var source in _sources)
        {
            Read(source, log =>
            {
                foreach (var line in log.ReadNew())
                {
                    if (source.Detector.Append(line) is { } entry)
                        exhausted.UnionWith(About(entry, targets));
                }
            });
        }

        return [.. exhausted];
    }

    private IEnumerable<InstanceIdentity> About(OutOfMemoryEntry entry, IReadOnlyList<TargetProcess> targets)
    {
        LogExhausted(entry.Source);
        var hosts = targets.Where(target => Hosts(target, entry.Source)).ToList();
        if (hosts.Count == 0)
            hosts = [.. targets.Where(target => _hosting.Of(target.Identity.Pid, target.Identity.StartedAt).Count > 0)];
        return hosts.Select(target => target.Identity);
    }

    private bool Hosts(TargetProcess target, string element) =>
        element.Length > 0 && _hosting.HostsElement(target.Identity.Pid, target.Identity.StartedAt, element);

    private void Read(Source source, Action<FollowedLog> read)
    {
        try
        {
            read(source.Log);
            source.Failing = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!source.Failing)
                LogUnreadable(source.Path, exception.Message);
            source.Failing = true;
        }
    }

    private sealed class Source(string path)
    {
        public string Path => path;

        public FollowedLog Log { get; } = new(path);

        public OutOfMemoryDetector Detector { get; } = new();

        public bool Failing { get; set; }
    }
}
