using Fleet.Heap.Structure;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Runtimes;

/// <summary>A runtime in a process or a dump, opened by the debugging library (DAC) that belongs to it.</summary>
internal sealed class OpenRuntime : IDisposable
{
    private readonly string _dac;

    private OpenRuntime(ClrInfo clr, string dac)
    {
        Info = clr;
        _dac = dac;
        Runtime = Create();
    }

    /// <summary>Which runtime it is.</summary>
    public ClrInfo Info { get; }

    /// <summary>Names types and knows roots. What it said of the heap once, it says for ever: see <see cref="Renew"/>.</summary>
    public ClrRuntime Runtime { get; private set; }

    /// <summary>Opens one.</summary>
    /// <param name="clr">The runtime.</param>
    /// <param name="roots">Folders that stand for <c>/</c>, in which to look for the runtime's own path.</param>
    /// <exception cref="HeapReadException">No library belongs to it, or it does not understand the runtime.</exception>
    public static OpenRuntime Of(ClrInfo clr, params ReadOnlySpan<string> roots) => new(clr, DacLocator.Find(clr, roots));

    /// <summary>A reader of the heap's structure that has not asked anything yet.</summary>
    /// <exception cref="HeapReadException">The library does not understand the runtime.</exception>
    public StructureReader PrepareStructure() =>
        new(Guarded(() => DataTarget.CreateDacServices(Info, _dac)), Info.DataTarget.DataReader.PointerSize);

    /// <summary>Replaces <see cref="Runtime"/> by one that has not asked anything yet.</summary>
    /// <exception cref="HeapReadException">The library does not understand the runtime.</exception>
    public void Renew()
    {
        var next = Create();
        Runtime.Dispose();
        Runtime = next;
    }

    public void Dispose() => Runtime.Dispose();

    private ClrRuntime Create() => Guarded(() => Info.CreateRuntime(_dac, ignoreMismatch: true));

    private T Guarded<T>(Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is ClrDiagnosticsException or DllNotFoundException or BadImageFormatException or FileNotFoundException or InvalidOperationException)
        {
            throw new HeapReadException(HeapReadFailure.RuntimeUnreadable, $"'{_dac}' does not understand this runtime ({Info.Version}): {e.Message}", e);
        }
    }
}
