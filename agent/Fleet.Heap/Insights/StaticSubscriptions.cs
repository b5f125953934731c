using Fleet.DataMiner.Names;
using Fleet.Heap.Insights.Types;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Insights;

/// <summary>Static events: what subscribes to one stays until the process ends.</summary>
internal static class StaticSubscriptions
{
    /// <summary>Looks at the static fields of all code but the framework's, of which there is too much.</summary>
    /// <param name="runtime">Knows them.</param>
    /// <param name="subscriptions">Is told of them.</param>
    /// <param name="lasting">Where they were before, or takes it down; null: nobody asks again. A type that is initialised in between is not seen.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Fields that were looked at.</returns>
    public static int See(ClrRuntime runtime, SubscriptionsInsight subscriptions, LastingTypes? lasting, CancellationToken cancellationToken)
    {
        var all = lasting?.Events ?? [.. Find(runtime, cancellationToken)];
        if (lasting is not null)
            lasting.Events = all;

        var seen = 0;
        foreach (var fields in all)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var places = fields.Places ?? (runtime.GetTypeByMethodTable(fields.MethodTable) is { } type ? Places(runtime, type) : []);
            foreach (var (name, address) in places)
            {
                seen++;
                subscriptions.SeeStatic(fields.Type, name, runtime.DataTarget.DataReader.ReadPointer(address));
            }
        }

        return seen;
    }

    private static IEnumerable<EventFields> Find(ClrRuntime runtime, CancellationToken cancellationToken)
    {
        foreach (var module in runtime.EnumerateModules())
        {
            if (FrameworkModules.Has(ModuleName.Normalise(module.Name)))
                continue;

            foreach (var type in module.EnumerateTypesWithStaticFields())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Places(runtime, type) is { Length: > 0 } places)
                    yield return new EventFields(type.MethodTable, RuntimeTypes.Of(type), type.LoaderAllocatorHandle == 0 ? places : null);
            }
        }
    }

    private static (string Name, ulong Address)[] Places(ClrRuntime runtime, ClrType type) =>
    [
        .. from field in type.StaticFields
           where field.Name is not null && RuntimeTypes.IsDelegate(field.Type)
           from domain in runtime.AppDomains
           let address = field.GetAddress(domain)
           where address != 0
           select (field.Name, address),
    ];
}
