using System.ComponentModel;
using System.Globalization;
using System.Reflection;

namespace Fleet.Agent.Configuration;

/// <summary>One value that can be configured, as the options classes declare it.</summary>
/// <param name="Key">For example <c>Looks:Interval</c>.</param>
/// <param name="Type">Of the value, or of the values of a list.</param>
/// <param name="IsList">Its keys have an index at the end.</param>
/// <param name="Default">As text; empty for lists.</param>
internal sealed record Setting(string Key, Type Type, bool IsList, string Default)
{
    /// <summary>The settings of an options class.</summary>
    public static IEnumerable<Setting> Of(string section, Type options)
    {
        var defaults = Activator.CreateInstance(options);
        foreach (var property in options.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var element = property.PropertyType.IsGenericType && property.PropertyType != typeof(string)
                ? property.PropertyType.GetGenericArguments()[0]
                : null;
            if (element is not null && Nullable.GetUnderlyingType(property.PropertyType) is null)
                yield return new Setting($"{section}:{property.Name}", element, IsList: true, "");
            else if (property.SetMethod is { IsPublic: true })
                yield return new Setting($"{section}:{property.Name}", property.PropertyType, IsList: false, Text(property.GetValue(defaults)));
        }
    }

    /// <summary>Whether a key of the configuration is this setting, or an item of it.</summary>
    public bool Matches(string key)
    {
        if (string.Equals(key, Key, StringComparison.OrdinalIgnoreCase))
            return true;
        return IsList
            && key.StartsWith(Key + ":", StringComparison.OrdinalIgnoreCase)
            && int.TryParse(key.AsSpan(Key.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);
    }

    /// <summary>Whether a text can become a value of this setting.</summary>
    public bool Accepts(string text)
    {
        // A bare number would be taken for days, which nobody means.
        if (Type == typeof(TimeSpan) && !text.Contains(':', StringComparison.Ordinal))
            return false;

        var converter = TypeDescriptor.GetConverter(Type);
        try
        {
            return converter.CanConvertFrom(typeof(string)) && converter.ConvertFromInvariantString(text) is not null;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    /// <summary>What the setting wants, for an error.</summary>
    public string Expected => Type switch
    {
        _ when Type == typeof(TimeSpan) => "a time span such as 00:05:00",
        _ when Type == typeof(bool) => "true or false",
        _ when Type == typeof(Uri) => "an address such as http://127.0.0.1:7070",
        { IsEnum: true } => "one of " + string.Join(", ", Enum.GetNames(Type)),
        { IsPrimitive: true } => "a number",
        _ => "text",
    };

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
