using Fleet.Analysis;
using Fleet.Contracts.Json;

namespace Fleet.Coordinator.Configuration;

/// <summary>The whole configuration, read and checked.</summary>
internal sealed class CoordinatorSettings
{
    private const string FileBesideExecutable = "fleet-coordinator.json";

    private CoordinatorSettings(SettingsReader reader)
    {
        Reader = reader;
        Coordinator = reader.Read<CoordinatorOptions>("");
        Gateway = reader.Read<GatewayOptions>("Gateway");
        Analysis = reader.Read<AnalysisOptions>("Analysis");
        Correlation = reader.Read<CorrelationOptions>("Correlation");
        Explain = reader.Read<ExplainOptions>("Explain");
        SnapshotLog = reader.Read<SnapshotLogOptions>("SnapshotLog");
        Dumps = reader.Read<DumpOptions>("Dumps");
        Telemetry = reader.Read<TelemetryOptions>("Telemetry");
        Listen = ListenUrl.Parse("Listen", Coordinator.Listen, reader.Errors);
        Http = ListenUrl.Parse("Http", Coordinator.Http, reader.Errors);
        if (Listen is not null && Listen == Http && Listen.Port != 0)
            reader.Errors.Add($"Listen, Http: both are {Coordinator.Listen}; without TLS a port speaks either gRPC or HTTP/1.1, so give each its own.");
        if (SnapshotLog.KeepHourly < SnapshotLog.KeepAll || SnapshotLog.KeepDaily < SnapshotLog.KeepHourly)
            reader.Errors.Add("SnapshotLog: KeepAll, KeepHourly and KeepDaily must not become shorter in this order.");
        if (Explain is { DumpBeforeLimit: true, Enabled: false })
            reader.Errors.Add("Explain:DumpBeforeLimit: no dump is taken while Explain:Enabled is false; switch that on, or this off.");
        if (Telemetry.OtlpEndpoint.Length > 0 && !Uri.TryCreate(Telemetry.OtlpEndpoint, UriKind.Absolute, out _))
            reader.Errors.Add($"Telemetry:OtlpEndpoint: '{Telemetry.OtlpEndpoint}' is no URL.");
        reader.RejectUnknown();
    }

    public SettingsReader Reader { get; }

    public CoordinatorOptions Coordinator { get; }

    public GatewayOptions Gateway { get; }

    public AnalysisOptions Analysis { get; }

    public CorrelationOptions Correlation { get; }

    public ExplainOptions Explain { get; }

    public SnapshotLogOptions SnapshotLog { get; }

    public DumpOptions Dumps { get; }

    public TelemetryOptions Telemetry { get; }

    public ListenUrl? Listen { get; }

    public ListenUrl? Http { get; }

    /// <summary>Reads all layers: file, environment, arguments; later ones win.</summary>
    public static CoordinatorSettings Load(CommandLine arguments, out IConfigurationRoot configuration)
    {
        var errors = new List<string>(arguments.Errors);
        var layers = new ConfigurationBuilder();
        // Not the working directory's: what is in force must not depend on where somebody stood.
        var file = arguments.ConfigurationFile is { } named ? Path.GetFullPath(named) : Path.Combine(AppContext.BaseDirectory, FileBesideExecutable);
        if (File.Exists(file) && Fault(file) is { } fault)
            errors.Add($"{file}: {fault}.");
        else if (File.Exists(file))
            layers.AddJsonFile(file, optional: false, reloadOnChange: false);
        else if (arguments.ConfigurationFile is not null)
            errors.Add(Directory.Exists(file) ? $"{file}: this is a folder; name a file." : $"{file}: there is no such configuration file.");

        layers.AddEnvironmentVariables("FLEET_COORDINATOR_");
        layers.Add(new SwitchLayer(arguments.Settings));
        try
        {
            configuration = layers.Build();
        }
        catch (InvalidDataException e)
        {
            errors.Add($"{file}: can't be read as configuration: {e.GetBaseException().Message.ReplaceLineEndings(" ")}");
            configuration = new ConfigurationBuilder().Add(new SwitchLayer(arguments.Settings)).Build();
        }

        var reader = new SettingsReader(configuration);
        reader.Errors.AddRange(errors);
        return new CoordinatorSettings(reader);
    }

    private static string? Fault(string file)
    {
        try
        {
            return SettingsJson.Fault(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"can't be read: {e.Message.TrimEnd('.')}";
        }
    }
}
