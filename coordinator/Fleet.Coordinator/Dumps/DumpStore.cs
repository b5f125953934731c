using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Fleet.Contracts.Wording;
using Fleet.Coordinator.Configuration;

namespace Fleet.Coordinator.Dumps;

/// <summary>The folder of dump files: <c>ID.part</c> while a file comes in, <c>ID.dmp</c> when it is whole.</summary>
internal sealed partial class DumpStore
{
    /// <summary>In the data directory, when no other place is configured.</summary>
    public const string Folder = "dumps";

    private readonly DumpOptions _options;
    private readonly ConcurrentDictionary<string, bool> _receiving = new(StringComparer.Ordinal);

    /// <exception cref="DumpStoreUnavailableException">The folder can't be made.</exception>
    public DumpStore(DumpOptions options, DataDirectory data)
    {
        _options = options;
        Directory = options.Directory.Length > 0 ? Path.GetFullPath(options.Directory) : Path.Combine(data.Path, Folder);
        try
        {
            System.IO.Directory.CreateDirectory(Directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DumpStoreUnavailableException($"{Directory}: can't be used as dump store ({e.Message}); name another folder with --Dumps:Directory.", e);
        }
    }

    public string Directory { get; }

    public static bool IsId(string id) => IdPattern().IsMatch(id);

    public string FileOf(string id) => Path.Combine(Directory, id + ".dmp");

    public string PartOf(string id) => Path.Combine(Directory, id + ".part");

    /// <summary>Takes a dump for one upload; null while another one has it.</summary>
    public IDisposable? TryTake(string id) => _receiving.TryAdd(id, true) ? new Hold(this, id) : null;

    /// <summary>Why a file of this size can't be taken in, or null. What it has already counts for it.</summary>
    public string? Refuse(string id, long sizeBytes)
    {
        var part = new FileInfo(PartOf(id));
        var has = part.Exists ? part.Length : 0;
        var used = new DirectoryInfo(Directory).EnumerateFiles().Sum(f => f.Length) - has;
        if (used + sizeBytes > _options.BudgetBytes)
        {
            return $"The coordinator's dump store has no room: the dump has {Units.Bytes(sizeBytes)}, and others take {Units.Bytes(used)} of the {Units.Bytes(_options.BudgetBytes)} "
                + $"that {Directory} may hold; remove dumps there or raise Dumps:BudgetBytes.";
        }

        var free = new DriveInfo(Directory).AvailableFreeSpace;
        var missing = (double)_options.KeepFreeBytes + sizeBytes - has - free;
        return missing > 0
            ? $"The coordinator has no room: the dump needs {Units.Bytes(sizeBytes - has)}, the disk of {Directory} has {Units.Bytes(free)} free, and {Units.Bytes(_options.KeepFreeBytes)} must stay free; "
                + $"free {Units.Bytes(missing)} there or lower Dumps:KeepFreeBytes."
            : null;
    }

    /// <summary>The ids of the dumps that have become too old.</summary>
    public IReadOnlyList<string> TooOld(DateTimeOffset now) => [.. Files(".dmp", now, _options.Retention).Select(IdOf)];

    /// <summary>Removes the file of a dump.</summary>
    public void Remove(string id) => File.Delete(FileOf(id));

    /// <summary>Removes what is left of uploads that nobody went on with.</summary>
    public void RemoveOldParts(DateTimeOffset now)
    {
        foreach (var part in Files(".part", now, _options.PartialRetention).Where(part => !_receiving.ContainsKey(IdOf(part))))
            part.Delete();
    }

    private List<FileInfo> Files(string extension, DateTimeOffset now, TimeSpan olderThan) =>
        [.. new DirectoryInfo(Directory).EnumerateFiles("*" + extension).Where(file => now - file.LastWriteTimeUtc > olderThan)];

    private static string IdOf(FileInfo file) => Path.GetFileNameWithoutExtension(file.Name);

    [GeneratedRegex("^[A-Za-z0-9_-]{1,80}$")]
    private static partial Regex IdPattern();

    private sealed class Hold(DumpStore store, string id) : IDisposable
    {
        public void Dispose() => store._receiving.TryRemove(id, out _);
    }
}
