using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.Versioning;
using Fleet.Agent.Targets;

namespace Fleet.Agent.Watch.Windows;

/// <summary>Reads the counters that Windows keeps of a process.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsMemoryProbe : IMemoryProbe
{
    private const long Small = 2L << 30;
    private const long Large = 4L << 30;
    private const int OffsetOfHeaderOffset = 0x3c;
    // Signature (4 bytes), then the characteristics at 18 of the file header.
    private const int OffsetOfCharacteristics = 4 + 18;
    private const ushort LargeAddressAware = 0x20;

    private readonly Dictionary<string, long> _addressSpaces = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public MemoryFigures? Read(TargetProcess target)
    {
        try
        {
            using var process = Process.GetProcessById(target.Identity.Pid);
            var limit = target.Runtime.Bits == 32 ? AddressSpace(process.MainModule?.FileName) : 0;
            return new MemoryFigures(process.PrivateMemorySize64, process.WorkingSet64, limit);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    // A 32-bit process has 4 GB on 64-bit Windows when its image says it can use them, else 2 GB.
    private long AddressSpace(string? image)
    {
        if (image is null)
            return Small;

        lock (_lock)
        {
            if (!_addressSpaces.TryGetValue(image, out var bytes))
                _addressSpaces[image] = bytes = IsLargeAddressAware(image) ? Large : Small;
            return bytes;
        }
    }

    private static bool IsLargeAddressAware(string image)
    {
        try
        {
            using var reader = new BinaryReader(File.OpenRead(image));
            reader.BaseStream.Seek(OffsetOfHeaderOffset, SeekOrigin.Begin);
            reader.BaseStream.Seek(reader.ReadInt32() + OffsetOfCharacteristics, SeekOrigin.Begin);
            return (reader.ReadUInt16() & LargeAddressAware) != 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
