using SLScripting.Tests.Truths;

namespace SLScripting.Tests.Support;

/// <summary>All protocols of ours, compiled once by one real process for all tests of a class.</summary>
public sealed class CompiledProtocols : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    private string Scripts => Path.Combine(_folder.Path, "ProtocolScripts");

    public async ValueTask InitializeAsync()
    {
        var elements = Truth.All().Select((truth, index) => $"Device {index}|101/{index + 1}|{truth.Protocol}|{truth.Version}");
        await using var process = await ScriptingProcess.StartManualAsync(_folder.Path, ScriptingProcess.Protocols, elements);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return default;
    }

    /// <summary>Puts them where a node's process looks for them.</summary>
    internal TemporaryFolder CopyTo(TemporaryFolder folder)
    {
        foreach (var file in Directory.EnumerateFiles(Scripts))
            folder.Copy(file, Path.Combine("ProtocolScripts", Path.GetFileName(file)));

        return folder;
    }
}
