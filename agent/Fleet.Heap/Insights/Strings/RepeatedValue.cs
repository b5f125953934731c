namespace Fleet.Heap.Insights.Strings;

/// <summary>A value that may be there more than once.</summary>
/// <param name="Hash">Stands for it.</param>
/// <param name="Length">Characters.</param>
/// <param name="Count">How often it is there.</param>
/// <param name="Place">Where one is; 0 where nobody asked.</param>
internal readonly record struct RepeatedValue(ulong Hash, uint Length, uint Count, ulong Place);
