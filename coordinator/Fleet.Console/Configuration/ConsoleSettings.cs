namespace Fleet.Console.Configuration;

/// <summary>When to write in colours.</summary>
internal enum ColorChoice
{
    /// <summary>In a terminal.</summary>
    Auto,

    Always,

    Never,
}

/// <summary>What the console goes by.</summary>
internal sealed record ConsoleSettings
{
    public static readonly Uri DefaultCoordinator = new("http://127.0.0.1:7070");

    /// <summary>Where the coordinator answers; <c>http</c> is gRPC over HTTP/2 without TLS.</summary>
    public Uri Coordinator { get; init; } = DefaultCoordinator;

    /// <summary>How long one answer may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public ColorChoice Color { get; init; }

    /// <summary>Who asks, for the coordinator's records.</summary>
    public string RequestedBy { get; init; } = $"{Environment.UserName}@{Environment.MachineName}";
}
