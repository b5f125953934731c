namespace Fleet.Coordinator.Storage;

internal static class StorageExtensions
{
    /// <summary>Adds the database, its writer, the snapshot log and the directory.</summary>
    public static WebApplicationBuilder AddSnapshotLog(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddSingleton<SqliteDatabase>()
            .AddSingleton<SqliteWriter>()
            .AddSingleton<TypeDictionary>()
            .AddSingleton<ISnapshotLog, SqliteSnapshotLog>()
            .AddSingleton<IFleetDirectory, SqliteDirectory>()
            .AddHostedService<ThinningService>();
        return builder;
    }
}
