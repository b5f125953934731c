using System.Globalization;
using Fleet.Heap.Walking;

namespace Fleet.Heap.Live;

/// <summary>Compares a walk that was begun while the process ran with one of the moment that it is said to be of.</summary>
internal static class Verification
{
    /// <summary>Remembers the first difference; whether the walk was proven is only known later.</summary>
    public static string? Difference(WalkResult walk, WalkResult suspended)
    {
        foreach (var table in walk.Counts.Keys.Union(suspended.Counts.Keys))
        {
            var ours = walk.Counts.GetValueOrDefault(table) ?? new MethodTableCount();
            var theirs = suspended.Counts.GetValueOrDefault(table) ?? new MethodTableCount();
            for (var generation = 0; generation < ours.Objects.Length; generation++)
            {
                if (ours.Objects[generation] != theirs.Objects[generation] || ours.Bytes[generation] != theirs.Bytes[generation])
                {
                    return string.Create(
                        CultureInfo.InvariantCulture,
                        $"method table 0x{table:x} in {(HeapGeneration)generation}: {ours.Objects[generation]} objects and {ours.Bytes[generation]} bytes instead of {theirs.Objects[generation]} and {theirs.Bytes[generation]}");
                }
            }
        }

        return walk.BytesWalked == suspended.BytesWalked
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{walk.BytesWalked} bytes walked instead of {suspended.BytesWalked}");
    }
}
