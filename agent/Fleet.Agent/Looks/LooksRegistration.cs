using Fleet.Agent.Looks.Holders;
using Fleet.Agent.Looks.OutOfMemory;
using Fleet.Agent.Looks.Worker;
using Fleet.Agent.Uplink;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Fleet.Agent.Looks;

/// <summary>When heaps are looked at, and how.</summary>
internal static class LooksRegistration
{
    /// <summary>Schedule, queue and heap worker.</summary>
    public static HostApplicationBuilder AddLooks(this HostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<LookOptions>().BindConfiguration(LookOptions.Section);
        services.AddSingleton<RefusedLooks>();
        services.AddSingleton<OutOfMemoryLogs>();
        services.AddSingleton<HeapWorkerFile>();
        services.AddSingleton<HeapWorker>();
        services.AddSingleton<HeapLook>();
        services.AddSingleton<HeapSizes>();
        services.AddSingleton<HolderLook>();
        services.AddSingleton<IHeapLook>(provider => new AdmittedLook(
            new LooksByQuestion(provider.GetRequiredService<HeapLook>(), provider.GetRequiredService<HolderLook>()),
            provider.GetRequiredService<Admission>()));
        services.AddSingleton<LookQueue>();
        services.AddHostedService(provider => provider.GetRequiredService<LookQueue>());
        services.AddHostedService<LookScheduler>();
        return builder;
    }
}
