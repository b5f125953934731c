using System.Security.Cryptography;
using System.Text;

namespace Fleet.Agent.Node;

/// <summary>
/// The node's id when none is configured. It is made of the machine's identity, hashed as systemd asks for, and of the configured node
/// name if there is one, so that agents with different names on one machine differ. Once made it is kept in the data directory: a
/// later change of the name does not change it. A copied data directory on another machine gets a new one.
/// </summary>
internal static class NodeIdFile
{
    private const string FileName = "node-id";
    private const string Purpose = "fleet node id";
    private const int IdBytes = 12;

    /// <summary>The id of this node.</summary>
    /// <param name="dataDirectory">Exists.</param>
    /// <param name="machine">Null when the machine has no identity: the id is random then.</param>
    /// <param name="configuredName">Empty when none is configured.</param>
    /// <exception cref="IOException">The file could not be read or written.</exception>
    public static string ReadOrCreate(string dataDirectory, string? machine, string configuredName)
    {
        var path = Path.Combine(dataDirectory, FileName);
        var mark = machine is null ? "-" : Hash(machine, Purpose + " mark");
        if (File.Exists(path) && File.ReadAllText(path).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is [var id, var knownMark]
            && knownMark == mark)
        {
            return id;
        }

        id = machine is null ? Guid.NewGuid().ToString("N") : Hash(machine, $"{Purpose} {configuredName}");
        var fresh = path + ".new";
        File.WriteAllText(fresh, $"{id}\n{mark}\n");
        File.Move(fresh, path, overwrite: true);
        return id;
    }

    private static string Hash(string machine, string purpose) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(machine), Encoding.UTF8.GetBytes(purpose)).AsSpan(0, IdBytes));
}
