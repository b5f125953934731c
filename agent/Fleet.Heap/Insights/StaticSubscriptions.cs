using Fleet.DataMiner.Names;
using Fleet.Heap.Insights.Types;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Insights;

/// <summary>Static events: what subscribes to one stays until the process ends.</summary>
internal static class StaticSubscriptions
{
    /// <summary>Looks at the static fields of all code but the framework's, of which there is too much.</summary>
    /// <returns>Fields that were looked at.</returns>
    public static int See(ClrRuntime runtime, SubscriptionsInsight subscriptions, CancellationToken cancellationToken)
    {
        var seen = 0;
        foreach (var module in runtime.EnumerateModules())
        {
            if (FrameworkModules.Has(ModuleName.Normalise(module.Name)))
                continue;

            foreach (var type in module.EnumerateTypesWithStaticFields())
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var field in type.StaticFields.Where(field => field.Name is not null && RuntimeTypes.IsDelegate(field.Type)))
                {
                    seen++;
                    foreach (var domain in runtime.AppDomains)
                        subscriptions.SeeStatic(RuntimeTypes.Of(type), field.Name!, field.ReadObject(domain).Address);
                }
            }
        }

        return seen;
    }
}
