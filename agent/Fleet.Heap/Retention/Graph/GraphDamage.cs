using System.Globalization;

namespace Fleet.Heap.Retention.Graph;

/// <summary>What of a heap made no sense: how often, and where first.</summary>
internal sealed class GraphDamage
{
    private string? _first;

    /// <summary>Places that made no sense.</summary>
    public long Count { get; private set; }

    /// <summary>One line; null when there is none.</summary>
    public string? Summary => _first is null
        ? null
        : Count == 1 ? _first : string.Create(CultureInfo.InvariantCulture, $"{Count} places made no sense; first {_first}");

    /// <summary>Adds one.</summary>
    public void Add(ulong address, string what)
    {
        Count++;
        _first ??= string.Create(CultureInfo.InvariantCulture, $"at 0x{address:x}: {what}");
    }

    /// <summary>Adds one that has no address.</summary>
    public void Add(string what)
    {
        Count++;
        _first ??= what;
    }
}
