using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Fleet.Contracts.Json;

namespace Fleet.Coordinator.Configuration;

/// <summary>Reads sections into options and gathers everything that is wrong with them, so that it can be told at once.</summary>
internal sealed partial class SettingsReader(IConfigurationRoot configuration)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase) { "Logging", "AllowedHosts" };
    private readonly List<string> _sections = ["Logging", "Logging:LogLevel"];
    private readonly List<(string Key, object? Value)> _settings = [];

    public List<string> Errors { get; } = [];

    /// <summary>Every setting there is, with the value in force.</summary>
    public IReadOnlyList<(string Key, object? Value)> Settings => _settings;

    /// <summary>The options of a section; an empty name: the top level. Values that can't be read keep their defaults and are told in <see cref="Errors"/>.</summary>
    public T Read<T>(string section)
        where T : class, new()
    {
        var options = new T();
        if (section.Length > 0)
            _sections.Add(section);
        foreach (var property in typeof(T).GetProperties().Where(p => p.SetMethod is not null))
        {
            var key = section.Length == 0 ? property.Name : $"{section}:{property.Name}";
            _known.Add(key);
            var text = configuration[key];
            if (text is not null)
                Assign(options, property, key, text);
            else if (configuration.GetSection(key).GetChildren().Any())
                Errors.Add($"{key}: one value was expected, not a group ({Source(key)}).");

            Validate(options, property, key);
            _settings.Add((key, property.GetValue(options)));
        }

        return options;
    }

    /// <summary>Tells of keys that nothing reads, most often a slip of the pen, and of log levels that there are not, over which the logging library ends the process.</summary>
    public void RejectUnknown()
    {
        var misshapen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in configuration.AsEnumerable())
        {
            if (value is not null && _sections.Find(s => SettingKeys.IsNoSection(s, key)) is { } section)
            {
                if (misshapen.Add(section))
                    Errors.Add($"{section}: this is a section, not a value or a list ({Source(section)}); write its settings into it, as --show-config lists them.");
                continue;
            }

            if (value is not null && LogLevelKey().IsMatch(key) && !Enum.TryParse<LogLevel>(value, ignoreCase: true, out _))
                Errors.Add($"{key}: '{value}' is none of {string.Join(", ", Enum.GetNames<LogLevel>())} ({Source(key)}).");
            if (value is null || _known.Contains(key) || _known.Any(k => key.StartsWith(k + ":", StringComparison.OrdinalIgnoreCase)))
                continue;

            var near = _known.OrderBy(k => Distance(k, key)).First();
            var hint = Distance(near, key) <= 3 ? $" Did you mean {near}?" : " See --show-config for all there are.";
            Errors.Add($"{key}: there is no such setting ({Source(key)}).{hint}");
        }
    }

    /// <summary>Which layer a key's value comes from.</summary>
    public string Source(string key)
    {
        foreach (var provider in configuration.Providers.Reverse())
        {
            if (provider.TryGet(key, out _) || provider.GetChildKeys([], key).Any())
                return provider.ToString() is { } name && name.StartsWith("Json", StringComparison.Ordinal) ? "file" : provider is ISettingsLayer layer ? layer.Name : "environment";
        }

        return "default";
    }

    private void Assign(object options, PropertyInfo property, string key, string text)
    {
        try
        {
            var value = property.PropertyType == typeof(TimeSpan)
                ? TimeSpan.Parse(text, CultureInfo.InvariantCulture)
                : TypeDescriptor.GetConverter(property.PropertyType).ConvertFromInvariantString(text);
            property.SetValue(options, value);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            Errors.Add($"{key}: '{text}' is no {Describe(property.PropertyType)} ({Source(key)}).");
        }
    }

    private void Validate(object options, PropertyInfo property, string key)
    {
        var value = property.GetValue(options);
        if (value is TimeSpan span && span <= TimeSpan.Zero)
        {
            Errors.Add($"{key}: {span} is not longer than zero ({Source(key)}).");
            return;
        }

        foreach (var attribute in property.GetCustomAttributes<ValidationAttribute>())
        {
            if (attribute.IsValid(value))
                continue;

            var expected = attribute switch
            {
                // So large only because there has to be some bound.
                RangeAttribute { Maximum: >= (double)long.MaxValue } range => string.Create(CultureInfo.InvariantCulture, $"is less than {range.Minimum}"),
                RangeAttribute range => string.Create(CultureInfo.InvariantCulture, $"is not between {range.Minimum} and {range.Maximum}"),
                _ => "must not be empty",
            };
            Errors.Add(string.Create(CultureInfo.InvariantCulture, $"{key}: '{value}' {expected} ({Source(key)})."));
        }
    }

    [GeneratedRegex("^Logging:(?:[^:]+:)?LogLevel:", RegexOptions.IgnoreCase)]
    private static partial Regex LogLevelKey();

    private static string Describe(Type type) =>
        type == typeof(TimeSpan) ? "duration; write [days.]hours:minutes:seconds"
        : type == typeof(bool) ? "truth value; write true or false"
        : type == typeof(double) ? "number"
        : "whole number that fits";

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                var same = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]);
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (same ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
