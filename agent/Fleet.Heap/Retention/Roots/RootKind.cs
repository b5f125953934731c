namespace Fleet.Heap.Retention.Roots;

/// <summary>What keeps an object alive by itself. Where several are equally near to an object, the first of them is said to hold it.</summary>
internal enum RootKind
{
    Static,
    ThreadStatic,
    StrongHandle,
    PinnedHandle,
    RefCountedHandle,
    AsyncPinnedHandle,
    SizedRefHandle,
    Stack,
    FinalizerQueue,
}
