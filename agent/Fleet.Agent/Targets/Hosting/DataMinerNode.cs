using System.Diagnostics;
using System.Xml;
using Microsoft.Extensions.Options;

namespace Fleet.Agent.Targets.Hosting;

/// <summary>The DataMiner agent on this node, where there is one.</summary>
internal sealed class DataMinerNode
{
    private const string WindowsDirectory = @"C:\Skyline DataMiner";

    private readonly string _directory;

    /// <summary>Looks at the configured directory, or at DataMiner's usual one.</summary>
    public DataMinerNode(IOptions<TargetOptions> options)
    {
        var configured = options.Value.DataMinerDirectory;
        _directory = configured.Length > 0 ? Path.GetFullPath(configured)
            : UsualDirectory ?? "";
        LogDirectory = Path.Combine(_directory, "Logging");
        Id = ReadId();
        Version = ReadVersion();
    }

    /// <summary>Where DataMiner is when nothing is configured; null: not on this machine.</summary>
    public static string? UsualDirectory => OperatingSystem.IsWindows() && Directory.Exists(WindowsDirectory) ? WindowsDirectory : null;

    /// <summary>There is a DataMiner directory.</summary>
    public bool Exists => _directory.Length > 0;

    /// <summary>Where DataMiner writes its logs.</summary>
    public string LogDirectory { get; }

    /// <summary>Empty when not known.</summary>
    public string Id { get; }

    /// <summary>Empty when not known.</summary>
    public string Version { get; }

    private string ReadId()
    {
        var path = Path.Combine(_directory, "DataMiner.xml");
        if (!Exists || !File.Exists(path))
            return "";

        try
        {
            using var reader = XmlReader.Create(path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return reader.MoveToContent() == XmlNodeType.Element ? reader.GetAttribute("id") ?? "" : "";
        }
        catch (Exception exception) when (exception is XmlException or IOException or UnauthorizedAccessException)
        {
            // The id is a courtesy to readers: nothing is keyed by it.
            return "";
        }
    }

    private string ReadVersion()
    {
        var path = Path.Combine(_directory, "Files", "SLDataMiner.exe");
        return Exists && File.Exists(path) ? FileVersionInfo.GetVersionInfo(path).ProductVersion ?? "" : "";
    }
}
