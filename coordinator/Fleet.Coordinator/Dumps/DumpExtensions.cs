namespace Fleet.Coordinator.Dumps;

internal static class DumpExtensions
{
    /// <summary>Adds the dump store and what fills and empties it.</summary>
    public static WebApplicationBuilder AddDumpStore(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DumpStore>().AddSingleton<DumpReceiver>().AddHostedService<DumpSweeper>();
        return builder;
    }
}
