namespace SLScripting.Tests.Support;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("slscripting-").FullName;

    public string Logging => System.IO.Path.Combine(Path, "Logging");

    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Copy(string file, string name)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.Copy(file, path);
    }

    public string[] ReadLog(string name) => File.ReadAllLines(System.IO.Path.Combine(Logging, name));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
