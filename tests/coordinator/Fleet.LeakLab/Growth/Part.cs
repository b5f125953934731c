namespace Fleet.LeakLab.Growth;

/// <summary>The name of a type in a heap; <see cref="Module"/> may hold <c>{v}</c> for the version of the protocol that owns it.</summary>
internal readonly record struct TypeName(string Name, string Module)
{
    /// <summary>As it is in a process that runs this version.</summary>
    public TypeName Of(string? version) => version is null ? this : new(Name, Module.Replace("{v}", version, StringComparison.Ordinal));
}

/// <summary>One type of a structure.</summary>
/// <param name="Type">Its objects' type.</param>
/// <param name="PerEntry">Objects per entry; for an array that doubles, the number of arrays there are.</param>
/// <param name="Bytes">Of one object; for an array that doubles, of one slot.</param>
/// <param name="Doubles">An array that is replaced by one of twice its size when it is full.</param>
internal sealed record Part(TypeName Type, double PerEntry, double Bytes, bool Doubles = false)
{
    private const double ArrayHeader = 24;

    /// <summary>Objects when the structure holds so many entries.</summary>
    public double Objects(double entries) => Doubles ? (entries > 0 ? PerEntry : 0) : entries * PerEntry;

    /// <summary>Bytes when the structure holds so many entries.</summary>
    public double BytesOf(double entries)
    {
        if (!Doubles)
            return entries * PerEntry * Bytes;
        if (entries <= 0)
            return 0;
        var slots = Math.Pow(2, Math.Ceiling(Math.Log2(Math.Max(4, entries / PerEntry))));
        return PerEntry * (ArrayHeader + (slots * Bytes));
    }
}
