using System.Globalization;

namespace Fleet.Agent.Configuration;

/// <summary>The command line, read as settings.</summary>
internal sealed class CommandLine
{
    private readonly Dictionary<string, string?> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _errors = [];

    private CommandLine()
    {
    }

    /// <summary>Settings by their key.</summary>
    public IReadOnlyDictionary<string, string?> Values => _values;

    /// <summary>What could not be understood, one line each.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>The configuration file to use; null: the one beside the executable, where there is one.</summary>
    public string? ConfigurationFile { get; private set; }

    /// <summary>The help is wanted, nothing else.</summary>
    public bool Help { get; private set; }

    /// <summary>The version is wanted, nothing else.</summary>
    public bool Version { get; private set; }

    /// <summary>The effective configuration is wanted, nothing else.</summary>
    public bool ShowConfiguration { get; private set; }

    /// <summary>Reads switches with names of their own and any setting as <c>--Section:Key VALUE</c>; values may follow a <c>=</c>.</summary>
    public static CommandLine Parse(IReadOnlyList<string> arguments, Schema schema)
    {
        var line = new CommandLine();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (line.TakeFlag(argument))
                continue;

            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var name = equals > 0 ? argument[..equals] : argument;
            if (!line.IsKnown(name, schema))
            {
                // What follows an unknown switch was meant as its value: one mistake, one error.
                if (equals < 0 && argument.StartsWith('-') && i + 1 < arguments.Count && !arguments[i + 1].StartsWith('-'))
                    i++;
                continue;
            }

            if (equals > 0)
                line.Take(name, argument[(equals + 1)..]);
            else if (i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal))
                line.Take(name, arguments[++i]);
            else
                line._errors.Add($"{name} needs a value; see fleet-agent --help");
        }

        return line;
    }

    private bool TakeFlag(string argument)
    {
        switch (argument)
        {
            case "--help" or "-h" or "-?":
                return Help = true;
            case "--version":
                return Version = true;
            case "--show-config":
                return ShowConfiguration = true;
            default:
                return false;
        }
    }

    private bool IsKnown(string name, Schema schema)
    {
        if (name == "--config" || Switch.All.Any(known => known.Name == name))
            return true;
        if (name.StartsWith("--", StringComparison.Ordinal) && (schema.Find(name[2..]) is not null || schema.IsFree(name[2..])))
            return true;

        _errors.Add(name.StartsWith('-')
            ? $"{name} is no switch of fleet-agent; see fleet-agent --help"
            : $"'{name}' belongs to no switch; see fleet-agent --help");
        return false;
    }

    private void Take(string name, string value)
    {
        if (name == "--config")
        {
            ConfigurationFile = value;
            return;
        }

        if (Switch.All.FirstOrDefault(known => known.Name == name) is not { } friendly)
        {
            _values[name[2..]] = value;
            return;
        }

        if (value.Length == 0)
        {
            _errors.Add($"{name} needs a value; see fleet-agent --help");
            return;
        }

        if (friendly.IsDuration)
        {
            if (!Duration.TryParse(value, out var duration))
            {
                _errors.Add($"{name} {value}: give a time such as 30s, 5m or 00:05:00");
                return;
            }

            value = duration.ToString("c", CultureInfo.InvariantCulture);
        }

        var key = friendly.Key;
        if (friendly.Repeatable)
            key = string.Create(CultureInfo.InvariantCulture, $"{key}:{_values.Keys.Count(k => k.StartsWith(friendly.Key + ":", StringComparison.OrdinalIgnoreCase))}");
        else if (_values.ContainsKey(key))
            _errors.Add($"{name} is given twice; give it once");
        _values[key] = value;
    }
}
