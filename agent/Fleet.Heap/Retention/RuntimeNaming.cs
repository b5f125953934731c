using Fleet.Heap.Naming;
using Fleet.Heap.Retention.Graph;
using Fleet.Heap.Retention.Roots;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Retention;

/// <summary>Names types by the runtime.</summary>
internal sealed class RuntimeNaming(ClrRuntime runtime) : ITypeNaming
{
    public TypeFacts? Of(ulong methodTable)
    {
        try
        {
            var type = runtime.GetTypeByMethodTable(methodTable);
            if (TypeNames.Of(type) is not { } key)
                return null;

            var handle = type!.LoaderAllocatorHandle;
            return new TypeFacts(key, handle == 0 ? 0 : runtime.DataTarget.DataReader.ReadPointer(handle));
        }
        catch (Exception e) when (RootReader.IsDamage(e))
        {
            return null; // a method table that the runtime stumbles over is none
        }
    }
}
