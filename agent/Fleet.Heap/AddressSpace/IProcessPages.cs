namespace Fleet.Heap.AddressSpace;

/// <summary>What the operating system says of the memory of a process.</summary>
internal interface IProcessPages : IDisposable
{
    /// <summary>Private bytes of the process; null where that can't be told.</summary>
    long? PrivateBytes { get; }

    /// <summary>What of the memory between two addresses is used; null where that can't be told.</summary>
    UsedMemory? UsedIn(ulong start, ulong end);

    /// <summary>Bytes of the largest run of free addresses; null where addresses are plenty, or it can't be told.</summary>
    long? LargestFreeBlock();
}

/// <summary>Memory that is used, not only kept.</summary>
/// <param name="Bytes">In memory or swapped out.</param>
/// <param name="PrivateBytes">Those of them that <see cref="IProcessPages.PrivateBytes"/> counts.</param>
internal readonly record struct UsedMemory(long Bytes, long PrivateBytes);
