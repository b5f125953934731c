namespace Fleet.Console.Dumps;

/// <summary>What a failure of the file system means, in one line.</summary>
internal static class FileFailures
{
    // ENOSPC, EDQUOT, ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL, as exceptions carry them.
    private static readonly int[] NoSpace = [28, 122, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    public static string Describe(string path, Exception failure) => failure switch
    {
        DirectoryNotFoundException => $"{path} can't be created: its folder does not exist, create it first.",
        UnauthorizedAccessException => $"{path} can't be written: permission denied, choose another place with -o.",
        IOException { HResult: var code } when NoSpace.Contains(code) =>
            $"No room left for {path}: free some space and run the same command again, it goes on where it stopped.",
        _ => $"{path} can't be written: {failure.Message}",
    };

    /// <summary>A complaint when the disk has less room than is needed; null when it has enough, or does not tell.</summary>
    public static string? MissingRoom(string path, long neededBytes)
    {
        try
        {
            var free = new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(path)) ?? path).AvailableFreeSpace;
            return free < neededBytes
                ? $"No room for {path}: {Units.Bytes(neededBytes)} to come, {Units.Bytes(free)} free. Free some space or choose another place with -o."
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Network shares don't always tell; writing will.
            return null;
        }
    }
}
