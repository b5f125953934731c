using Fleet.Heap.Naming;
using Fleet.Heap.Retention.Graph;
using Fleet.Heap.Retention.Roots;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Retention;

/// <summary>Names types by the runtime.</summary>
/// <param name="runtime">Knows them.</param>
/// <param name="lasting">What it said before, and takes what it says; null: nobody asks again.</param>
internal sealed class RuntimeNaming(ClrRuntime runtime, LastingRoots? lasting = null) : ITypeNaming
{
    public TypeFacts? Of(ulong methodTable)
    {
        if (lasting is not null && lasting.Names.TryGetValue(methodTable, out var known))
            return known;

        try
        {
            var type = runtime.GetTypeByMethodTable(methodTable);
            if (TypeNames.Of(type) is not { } key)
                return null;

            var handle = type!.LoaderAllocatorHandle;
            if (handle != 0)
                return new TypeFacts(key, runtime.DataTarget.DataReader.ReadPointer(handle));

            var facts = new TypeFacts(key, 0);
            lasting?.Names.TryAdd(methodTable, facts);
            return facts;
        }
        catch (Exception e) when (RootReader.IsDamage(e))
        {
            return null; // a method table that the runtime stumbles over is none
        }
    }
}
