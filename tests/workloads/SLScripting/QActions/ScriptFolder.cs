using System.Security.Cryptography;
using System.Text;
using SLScripting.Logs;
using SLScripting.Protocols;

namespace SLScripting.QActions;

/// <summary>
/// <c>ProtocolScripts</c>: where compiled QActions are kept, so that only the first process of a node compiles them.
/// Beside each DLL lies what it was made from, as a hash; a DLL made from something else is made again.
/// </summary>
internal sealed class ScriptFolder(string folder)
{
    private static readonly Guid s_host = typeof(ScriptFolder).Module.ModuleVersionId;

    /// <summary>Reads the image of a QAction, or makes it and keeps it.</summary>
    /// <exception cref="QActionCompilationException">It has to be made, and that fails.</exception>
    public byte[] GetOrAdd(QActionDefinition qaction, IReadOnlyList<byte[]> imports, Func<byte[]> compile)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, qaction.AssemblyName + ".dll");
        var hashPath = path + ".sha256";
        var hash = Hash(qaction, imports);

        using var held = CrossProcessLock.Enter(path);
        if (File.Exists(path) && File.Exists(hashPath) && File.ReadAllText(hashPath) == hash)
            return File.ReadAllBytes(path);

        var image = compile();
        // The hash goes last: without it, a DLL that was cut off by a crash is not believed.
        File.Delete(hashPath);
        File.WriteAllBytes(path, image);
        File.WriteAllText(hashPath, hash);
        return image;
    }

    private static string Hash(QActionDefinition qaction, IReadOnlyList<byte[]> imports)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{s_host}\0{qaction.AssemblyName}\0{qaction.Code}"));
        foreach (var import in imports)
            hash.AppendData(import);

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
