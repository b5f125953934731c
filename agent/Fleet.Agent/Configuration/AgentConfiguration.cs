using Microsoft.Extensions.Configuration;

namespace Fleet.Agent.Configuration;

/// <summary>The effective configuration, and what else the command line asks for.</summary>
internal sealed class AgentConfiguration
{
    private readonly CommandLine _commandLine;
    private readonly Schema _schema;
    private readonly IReadOnlyList<Layer> _layers;

    private AgentConfiguration(CommandLine commandLine, Schema schema, IReadOnlyList<Layer> layers, IConfigurationRoot merged)
    {
        _commandLine = commandLine;
        _schema = schema;
        _layers = layers;
        Merged = merged;
    }

    /// <summary>All layers as one.</summary>
    public IConfigurationRoot Merged { get; }

    /// <summary>Reads and checks all layers.</summary>
    /// <exception cref="InvalidConfigurationException">Something is wrong; the exception tells everything at once.</exception>
    public static AgentConfiguration Load(IReadOnlyList<string> arguments)
    {
        var schema = AgentSchema.Create();
        var commandLine = CommandLine.Parse(arguments, schema);
        List<string> errors = [.. commandLine.Errors];
        var layers = Layers.Read(commandLine, errors);

        var builder = new ConfigurationBuilder();
        foreach (var layer in layers)
            builder.AddConfiguration(layer.Source);
        var merged = builder.Build();

        if (!commandLine.Help && !commandLine.Version)
        {
            errors.AddRange(ConfigurationCheck.Errors(schema, layers, merged));
            if (errors.Count > 0)
                throw new InvalidConfigurationException(errors);
        }

        return new AgentConfiguration(commandLine, schema, layers, merged);
    }

    /// <summary>What to print instead of running; null: run.</summary>
    public string? Answer()
    {
        if (_commandLine.Help)
            return Usage.Text();
        if (_commandLine.Version)
            return $"fleet-agent {AgentVersion.Text}{Environment.NewLine}";
        return _commandLine.ShowConfiguration ? MergedView.Text(_schema, _layers, Merged) : null;
    }
}
