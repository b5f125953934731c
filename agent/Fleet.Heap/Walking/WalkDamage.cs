using System.Globalization;

namespace Fleet.Heap.Walking;

/// <summary>Where a walk could not go on.</summary>
/// <param name="Address">Of the first object that made no sense.</param>
/// <param name="BytesLost">Bytes of the range from there on: they were not walked.</param>
/// <param name="Reason">What was wrong with it.</param>
internal readonly record struct WalkDamage(ulong Address, long BytesLost, string Reason)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"at 0x{Address:x}: {Reason}, {BytesLost} bytes behind it not walked");
}
