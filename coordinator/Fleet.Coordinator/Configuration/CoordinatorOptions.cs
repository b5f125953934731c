using System.ComponentModel.DataAnnotations;

namespace Fleet.Coordinator.Configuration;

/// <summary>Where the coordinator listens and keeps its state.</summary>
internal sealed record CoordinatorOptions
{
    /// <summary>Agents and consoles speak gRPC here (HTTP/2 without TLS). Port 0: any free one.</summary>
    [Required]
    public string Listen { get; init; } = "http://127.0.0.1:7070";

    /// <summary>JSON, health and metrics (HTTP/1.1). Port 0: any free one.</summary>
    [Required]
    public string Http { get; init; } = "http://127.0.0.1:7080";

    /// <summary>One database and the dump store; empty: the system's place, or the user's where that can't be written.</summary>
    public string DataDir { get; init; } = "";
}

/// <summary>What an agent's stream may take.</summary>
internal sealed record GatewayOptions
{
    /// <summary>How often agents report; silent for three of them means gone. Seconds.</summary>
    [Range(1, 300)]
    public int HeartbeatSeconds { get; init; } = 10;

    /// <summary>Largest message of an agent, in bytes.</summary>
    [Range(64 * 1024, 256 * 1024 * 1024)]
    public int MaxFrameBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Most instances that one agent may announce on a stream.</summary>
    [Range(1, 100_000)]
    public int MaxInstances { get; init; } = 4096;

    /// <summary>Summaries of one stream that wait for their commit at a time; the agent is held back beyond.</summary>
    [Range(1, 1024)]
    public int MaxInFlight { get; init; } = 32;

    /// <summary>Most connections, agents and consoles together.</summary>
    [Range(10, 100_000)]
    public int MaxConnections { get; init; } = 5000;

    /// <summary>Silence after which an agent is taken for gone.</summary>
    public TimeSpan IdleTimeout => TimeSpan.FromSeconds(3 * HeartbeatSeconds);
}

/// <summary>The dump store.</summary>
internal sealed record DumpOptions
{
    /// <summary>Where dump files lie; empty: <c>dumps</c> in the data directory.</summary>
    public string Directory { get; init; } = "";

    /// <summary>Most bytes of dump files, partial ones included.</summary>
    [Range(1L << 20, long.MaxValue)]
    public long BudgetBytes { get; init; } = 100L << 30;

    /// <summary>Bytes that stay free on the disk.</summary>
    [Range(0, long.MaxValue)]
    public long KeepFreeBytes { get; init; } = 1L << 30;

    /// <summary>How long a stored dump is kept.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(14);

    /// <summary>How long the rest of an interrupted upload is waited for.</summary>
    public TimeSpan PartialRetention { get; init; } = TimeSpan.FromDays(1);
}

/// <summary>The correlator.</summary>
internal sealed record CorrelationOptions
{
    /// <summary>How often suspects become incidents.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>What the coordinator asks of nodes by itself to explain an incident.</summary>
internal sealed record ExplainOptions
{
    /// <summary>
    /// Ask a few instances of an incident who holds the objects of its type. Each of them stands still for it, within its node's <c>Looks:MaxRetentionPause</c>.
    /// False: nothing is asked of nodes by itself, so neither is there a last look at an instance near its limit, nor a dump of it.
    /// </summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Least time between two such questions of one incident to one instance.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan Again { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Such questions of one incident within a day, failed ones among them.</summary>
    [Range(1, 100)]
    public int TriesPerDay { get; init; } = 3;

    /// <summary>Such questions under way in the whole fleet; one to an instance near its limit does not wait for the others.</summary>
    [Range(1, 1000)]
    public int AtOnce { get; init; } = 2;

    /// <summary>
    /// The instance of an incident that reaches its limit first is looked at and asked who holds the objects when it is this near to it, or six
    /// looks if that is longer, as long as there is something to ask.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan BeforeLimit { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Take a dump of it afterwards, too, and bring it to the store. The instance stands still for seconds to minutes for it. Needs <see cref="Enabled"/>.</summary>
    public bool DumpBeforeLimit { get; init; }
}

/// <summary>The snapshot log.</summary>
internal sealed record SnapshotLogOptions
{
    /// <summary>Summaries younger than this are all kept.</summary>
    public TimeSpan KeepAll { get; init; } = TimeSpan.FromDays(2);

    /// <summary>Beyond <see cref="KeepAll"/> and up to here, one an hour is kept of each instance.</summary>
    public TimeSpan KeepHourly { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Beyond <see cref="KeepHourly"/> and up to here, one a day is kept. Older ones go.</summary>
    public TimeSpan KeepDaily { get; init; } = TimeSpan.FromDays(365);

    /// <summary>How often old summaries are thinned out.</summary>
    public TimeSpan ThinEvery { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Summaries of an instance between two checkpoints of its trends: what a restart replays at most.</summary>
    [Range(1, 10_000)]
    public int CheckpointEvery { get; init; } = 32;
}

/// <summary>Where measurements go besides <c>/metrics</c>.</summary>
internal sealed record TelemetryOptions
{
    /// <summary>OTLP endpoint, for example <c>http://collector:4317</c>; empty: none.</summary>
    public string OtlpEndpoint { get; init; } = "";
}
