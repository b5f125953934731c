using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Fleet.Agent.Configuration;

/// <summary>Everything that can be configured, by section.</summary>
internal sealed class Schema
{
    private readonly Dictionary<string, Func<IConfiguration, IEnumerable<string>>> _checks = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Setting> _settings = [];
    private readonly List<string> _free = [];

    /// <summary>Names of all sections.</summary>
    public IEnumerable<string> Sections => _checks.Keys.Concat(_free.Select(prefix => prefix.TrimEnd(':')));

    /// <summary>Every setting, in the order of the sections.</summary>
    public IReadOnlyList<Setting> Settings => _settings;

    /// <summary>Adds a section with its options class and what must hold beyond the ranges of its attributes.</summary>
    public Schema Add<TOptions>(string section, params IValidateOptions<TOptions>[] checks)
        where TOptions : class, new()
    {
        _settings.AddRange(Setting.Of(section, typeof(TOptions)));
        _checks[section] = configuration => Errors(section, configuration.GetSection(section), checks);
        return this;
    }

    /// <summary>Adds a section whose keys belong to somebody else.</summary>
    public Schema AddFree(string section)
    {
        _free.Add(section + ":");
        return this;
    }

    /// <summary>The setting that a key of the configuration belongs to; null when there is none.</summary>
    public Setting? Find(string key) => _settings.Find(setting => setting.Matches(key));

    /// <summary>Whether a key is in a section whose keys belong to somebody else.</summary>
    public bool IsFree(string key) => _free.Exists(prefix => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>What the options of the sections object to.</summary>
    /// <param name="configuration">Values that can all be converted.</param>
    public IEnumerable<string> Errors(IConfiguration configuration) => _checks.SelectMany(check => check.Value(configuration));

    private static IEnumerable<string> Errors<TOptions>(string section, IConfiguration values, IValidateOptions<TOptions>[] checks)
        where TOptions : class, new()
    {
        var options = new TOptions();
        values.Bind(options);

        List<ValidationResult> results = [];
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        foreach (var result in results)
        {
            var member = result.MemberNames.FirstOrDefault();
            yield return member is null
                ? $"{section}: {result.ErrorMessage}"
                : $"{section}:{member} = {values[member]}: {result.ErrorMessage}";
        }

        foreach (var failure in checks.Select(check => check.Validate(null, options)).Where(outcome => outcome.Failed))
        {
            foreach (var line in failure.Failures ?? [])
                yield return line;
        }
    }
}
