using System.Globalization;

namespace Fleet.Console.Configuration;

/// <summary>Puts the layers together: flag, environment, file, default. Reports every error at once.</summary>
internal static class SettingsReader
{
    private const double LongestTimeoutSeconds = 3600;

    private static readonly string[] Names = ["coordinator", "requestTimeoutSeconds", "color", "requestedBy"];

    public static EffectiveConfiguration Read(string? coordinatorFlag, Func<string, string?> environment)
    {
        var errors = new List<SettingError>();
        var given = Text(environment("FLEET_CONFIG"));
        var path = given ?? SettingsFile.DefaultPath;
        if (given is not null && !File.Exists(given))
        {
            var what = Directory.Exists(given) ? "is a folder: name a file" : "does not exist: create it";
            errors.Add(new($"FLEET_CONFIG names {given}, which {what} or unset the variable.", SettingSource.Environment));
        }

        var file = File.Exists(path) ? SettingsFile.Read(path, errors) : [];
        errors.AddRange(file.Keys.Except(Names, StringComparer.Ordinal).Select(name =>
            new SettingError($"{path} has a setting '{name}' that does not exist: use one of {string.Join(", ", Names)}.", SettingSource.File)));

        Setting Pick(string name, string? flag, string variable, string otherwise) =>
            flag is not null ? new(name, flag, SettingSource.Flag, $"--{name}")
            : Text(environment(variable)) is { } value ? new(name, value, SettingSource.Environment, variable)
            : file.TryGetValue(name, out var written) ? new(name, written, SettingSource.File, path)
            : new(name, otherwise, SettingSource.Default, "default");

        var settings = new ConsoleSettings();
        var coordinator = Pick("coordinator", coordinatorFlag, "FLEET_COORDINATOR", ConsoleSettings.DefaultCoordinator.OriginalString);
        var timeout = Pick("requestTimeoutSeconds", null, "FLEET_REQUEST_TIMEOUT_SECONDS",
            settings.RequestTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        var color = Text(environment("NO_COLOR")) is null
            ? Pick("color", null, "FLEET_COLOR", "auto")
            : new Setting("color", "never", SettingSource.Environment, "NO_COLOR");
        var requestedBy = Pick("requestedBy", null, "FLEET_REQUESTED_BY", settings.RequestedBy);

        if (Uri.TryCreate(coordinator.Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.AbsolutePath is "/")
        {
            settings = settings with { Coordinator = url };
        }
        else
        {
            errors.Add(Wrong(coordinator, "a URL of scheme http or https without a path, such as http://dma-01:7070"));
        }

        if (double.TryParse(timeout.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= LongestTimeoutSeconds)
        {
            settings = settings with { RequestTimeout = TimeSpan.FromSeconds(seconds) };
        }
        else
        {
            errors.Add(Wrong(timeout, $"a number of seconds up to {LongestTimeoutSeconds}"));
        }

        if (Enum.TryParse<ColorChoice>(color.Value, ignoreCase: true, out var choice) && Enum.IsDefined(choice))
        {
            settings = settings with { Color = choice };
        }
        else
        {
            errors.Add(Wrong(color, "auto, always or never"));
        }

        settings = settings with { RequestedBy = requestedBy.Value };
        return new EffectiveConfiguration(settings, [coordinator, timeout, color, requestedBy], errors, path);
    }

    private static SettingError Wrong(Setting setting, string expected) =>
        new($"{setting.Name} is '{setting.Value}' (from {setting.Origin}): give {expected}.", setting.Source);

    private static string? Text(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
