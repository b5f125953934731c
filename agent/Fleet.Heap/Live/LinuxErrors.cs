namespace Fleet.Heap.Live;

/// <summary>The errno values that we tell apart.</summary>
internal static class LinuxErrors
{
    public const int NotPermitted = 1;
    public const int NoSuchProcess = 3;
    public const int NoChild = 10;
}
