using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Configuration;

/// <summary>Finds everything that is wrong with a configuration.</summary>
internal static partial class ConfigurationCheck
{
    /// <summary>One line for each error: unknown keys, values of the wrong form, values out of range, values that contradict each other.</summary>
    public static IEnumerable<string> Errors(Schema schema, IReadOnlyList<Layer> layers, IConfigurationRoot merged)
    {
        HashSet<string> unbindable = new(StringComparer.OrdinalIgnoreCase);
        foreach (var layer in layers)
        {
            HashSet<string> misshapen = new(StringComparer.Ordinal);
            foreach (var (key, value) in layer.Values)
            {
                if (Shape.Error(schema, key, value!) is { } shape)
                {
                    if (misshapen.Add(shape))
                        yield return $"{layer.Place(key)}: {shape}";
                    continue;
                }

                if (schema.IsFree(key))
                {
                    if (LogLevelKey().IsMatch(key) && !Enum.TryParse<LogLevel>(value, ignoreCase: true, out _))
                        yield return $"{layer.Place(key)}: {key} = {value}: give one of {string.Join(", ", Enum.GetNames<LogLevel>())}";
                    continue;
                }

                if (schema.Find(key) is not { } setting)
                {
                    yield return $"{layer.Place(key)}: {key} is no setting; --show-config lists what there is";
                    continue;
                }

                // An empty list in JSON is an empty text at the list's own key.
                if (setting.IsList && value!.Length == 0 && string.Equals(key, setting.Key, StringComparison.OrdinalIgnoreCase))
                    continue;
                if (setting.Accepts(value!))
                    continue;

                unbindable.Add(key);
                yield return $"{layer.Place(key)}: {key} = {value}: give {setting.Expected}";
            }
        }

        // Values that can't be converted are reported already; the others are checked beside the defaults of those.
        var bindable = merged.AsEnumerable().Where(pair => pair.Value is not null && !unbindable.Contains(pair.Key));
        foreach (var error in schema.Errors(new ConfigurationBuilder().AddInMemoryCollection(bindable).Build()))
            yield return error;
    }

    // The logging library ends the process over a level that there is not.
    [GeneratedRegex("^Logging:(?:[^:]+:)?LogLevel:", RegexOptions.IgnoreCase)]
    private static partial Regex LogLevelKey();
}
