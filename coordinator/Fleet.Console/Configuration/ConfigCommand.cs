using System.CommandLine;
using System.Text.Json;
using Fleet.Console.CommandLine;
using Fleet.Console.Rendering;

namespace Fleet.Console.Configuration;

/// <summary><c>fleet config show|validate</c>: what the console goes by, and where each value comes from.</summary>
internal static class ConfigCommand
{
    public static Command Create(CommandHost host)
    {
        var show = new Command("show", "The effective configuration and where each value comes from.");
        host.Run(show, (session, _, _) => Task.FromResult(Show(session)), needsValidSettings: false);
        var validate = new Command("validate", "Checks the configuration; reports every error at once.");
        host.Run(validate, (session, _, _) => Task.FromResult(Validate(session)), needsValidSettings: false);
        return new Command("config", "The console's own configuration.") { show, validate };
    }

    private static int Show(Session session)
    {
        var configuration = session.Configuration;
        if (session.Json)
        {
            Document(session, configuration, withSettings: true);
        }
        else
        {
            var table = new FleetTable(new Column("Setting"), new Column("Value", Wrap: true), new Column("From", Wrap: true));
            foreach (var setting in configuration.Entries)
            {
                table.Add(setting.Name, setting.Value, new Cell(setting.Origin, setting.Source is SettingSource.Default ? Palette.Faint : Palette.Plain));
            }

            table.Write(session.Out);
            session.Out.Fact("file", configuration.File + (File.Exists(configuration.File) ? "" : " (does not exist)"));
        }

        return Errors(session, configuration);
    }

    private static int Validate(Session session)
    {
        var configuration = session.Configuration;
        if (session.Json)
        {
            Document(session, configuration, withSettings: false);
        }
        else if (configuration.Errors.Count == 0)
        {
            session.Out.Say("The configuration is valid.", Palette.Good);
        }

        return Errors(session, configuration);
    }

    private static int Errors(Session session, EffectiveConfiguration configuration)
    {
        foreach (var error in configuration.Errors)
        {
            session.Complain(error.Message);
        }

        return configuration.Errors.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static void Document(Session session, EffectiveConfiguration configuration, bool withSettings) => session.WriteJson(writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("valid", configuration.Errors.Count == 0);
        writer.WriteString("file", configuration.File);
        if (withSettings)
        {
            WriteSettings(writer, configuration.Entries);
        }

        writer.WriteStartArray("errors");
        foreach (var error in configuration.Errors)
        {
            writer.WriteStringValue(error.Message);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void WriteSettings(Utf8JsonWriter writer, IReadOnlyList<Setting> settings)
    {
        writer.WriteStartArray("settings");
        foreach (var setting in settings)
        {
            writer.WriteStartObject();
            writer.WriteString("name", setting.Name);
            writer.WriteString("value", setting.Value);
            writer.WriteString("source", JsonNamingPolicy.CamelCase.ConvertName(setting.Source.ToString()));
            writer.WriteString("origin", setting.Origin);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
