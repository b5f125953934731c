using System.Globalization;
using SLScripting.Elements;

namespace SLScripting.Configuration;

/// <summary>Reads the command line. All that is wrong with it is said at once.</summary>
internal sealed class CommandLine
{
    public const string Usage = """
        usage: SLScripting --dataminer-dir DIR [options]
          --dataminer-dir DIR     holds Logging and ProtocolScripts
          --protocols DIR         searched for protocol.xml; default: protocols beside the executable
          --elements FILE         elements, as JSON or one a line as below
          --element TEXT          name|dmaId/elementId|protocol|version[|label[|periodMs[|id=value;...]]]; repeatable
          --scripting-id N        which of the node's SLScripting processes this is; default 1
          --log-columns 8|11|12   variant of SLElementInProtocol.txt; default 12
          --slprotocol-pid N      process id logged for SLProtocol
          --dma-start             log that DataMiner itself starts; for the first process of a node
          --speed X               tick X times faster; default 1
          --collect-every-ms N    time between full collections, 0 for the runtime's own; default 2000
          --exit-with-parent      end with standard input, obey its lines: tick N, collect, report, stop
          --manual                no timers: ticks come from 'tick N' only; implies --exit-with-parent
          --ticks N               tick every element N times, print a report, end
        """;

    private static readonly string[] s_flags = ["--dma-start", "--exit-with-parent", "--manual"];

    private static readonly string[] s_values =
    [
        "--dataminer-dir", "--protocols", "--elements", "--element", "--scripting-id", "--log-columns",
        "--slprotocol-pid", "--speed", "--collect-every-ms", "--ticks",
    ];

    private readonly List<string> _errors = [];
    private readonly HashSet<string> _flags = [];
    private readonly Dictionary<string, List<string>> _values = [];

    private CommandLine(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            if (s_flags.Contains(args[i]))
                _flags.Add(args[i]);
            else if (!s_values.Contains(args[i]))
                _errors.Add($"unknown option '{args[i]}'");
            else if (i + 1 == args.Count)
                _errors.Add($"{args[i]} needs a value");
            else if (_values.TryGetValue(args[i], out var values))
                values.Add(args[++i]);
            else
                _values.Add(args[i], [args[++i]]);
        }
    }

    /// <summary>Reads the options.</summary>
    /// <param name="errors">One line each; options are <see langword="null"/> if there are any.</param>
    public static HostOptions? Parse(IReadOnlyList<string> args, out IReadOnlyList<string> errors)
    {
        var line = new CommandLine(args);
        errors = line._errors;
        var options = line.Read();
        return line._errors.Count == 0 ? options : null;
    }

    private HostOptions Read() => new()
    {
        DataMinerFolder = Text("--dataminer-dir") ?? Missing("--dataminer-dir"),
        ProtocolFolder = ExistingFolder(Text("--protocols") ?? Path.Combine(AppContext.BaseDirectory, "protocols")),
        Elements = Elements(),
        ScriptingId = Number("--scripting-id", 1, least: 1),
        LogColumns = Number("--log-columns", 12, least: 8) is var columns && columns is 8 or 11 or 12 ? columns : Wrong("--log-columns must be 8, 11 or 12"),
        ProtocolPid = Number("--slprotocol-pid", Environment.ProcessId + 1, least: 1),
        DmaStart = _flags.Contains("--dma-start"),
        Speed = Speed(),
        CollectEveryMs = Number("--collect-every-ms", 2000, least: 0),
        ExitWithParent = _flags.Contains("--exit-with-parent") || _flags.Contains("--manual"),
        Manual = _flags.Contains("--manual"),
        Ticks = Number("--ticks", 0, least: 0),
    };

    private List<ElementDefinition> Elements()
    {
        var elements = new List<ElementDefinition>();
        Guard(() => elements.AddRange(Text("--elements") is { } file ? ElementFile.Read(file) : []));
        foreach (var text in _values.GetValueOrDefault("--element") ?? [])
            Guard(() => elements.Add(ElementLine.Parse(text)));

        foreach (var twice in elements.GroupBy(element => (element.DataMinerId, element.ElementId)).Where(group => group.Count() > 1))
            _errors.Add($"element {twice.Key.DataMinerId}/{twice.Key.ElementId} is there {twice.Count()} times");

        return elements;
    }

    private void Guard(Action read)
    {
        try
        {
            read();
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            _errors.Add(e.Message);
        }
    }

    private double Speed()
    {
        if (Text("--speed") is not { } text)
            return 1;

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var speed) && speed is > 0 and <= 1000
            ? speed
            : Wrong($"--speed must be above 0 and at most 1000, not '{text}'");
    }

    private int Number(string name, int fallback, int least)
    {
        if (Text(name) is not { } text)
            return fallback;

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : Wrong($"{name} must be a number of at least {least}, not '{text}'");
    }

    private string ExistingFolder(string folder) => Directory.Exists(folder) ? folder : Missing($"folder {folder} (--protocols)");

    private string? Text(string name) => _values.GetValueOrDefault(name)?[^1];

    private string Missing(string what)
    {
        _errors.Add($"{what} is missing");
        return "";
    }

    private int Wrong(string what)
    {
        _errors.Add(what);
        return 0;
    }
}
