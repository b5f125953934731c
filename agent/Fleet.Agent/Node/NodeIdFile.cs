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
        if (Read(dataDirectory, machine) is { } known)
            return known;

        var id = Made(machine, configuredName) ?? Guid.NewGuid().ToString("N");
        var path = Path.Combine(dataDirectory, FileName);
        var fresh = path + ".new";
        File.WriteAllText(fresh, $"{id}\n{Mark(machine)}\n");
        File.Move(fresh, path, overwrite: true);
        return id;
    }

    /// <summary>The id that an agent would have, without keeping it; null when it would be random.</summary>
    public static string? Foresee(string dataDirectory, string? machine, string configuredName) =>
        Read(dataDirectory, machine) ?? Made(machine, configuredName);

    private static string? Read(string dataDirectory, string? machine)
    {
        var path = Path.Combine(dataDirectory, FileName);
        return File.Exists(path) && File.ReadAllText(path).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is [var id, var knownMark]
            && knownMark == Mark(machine)
            ? id
            : null;
    }

    private static string? Made(string? machine, string configuredName) => machine is null ? null : Hash(machine, $"{Purpose} {configuredName}");

    private static string Mark(string? machine) => machine is null ? "-" : Hash(machine, Purpose + " mark");

    private static string Hash(string machine, string purpose) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(machine), Encoding.UTF8.GetBytes(purpose)).AsSpan(0, IdBytes));
}
