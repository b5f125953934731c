namespace Fleet.Coordinator.Dumps;

/// <summary><c>GET /v1/dumps/{id}/file</c>: the file of a stored dump, with ranges.</summary>
internal static class DumpFileEndpoint
{
    public static void MapDumpFile(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/dumps/{id}/file", (string id, DumpStore store) =>
    {
        var file = store.FileOf(id);
        return DumpStore.IsId(id) && File.Exists(file)
            ? Results.File(file, "application/octet-stream", $"{id}.dmp", enableRangeProcessing: true)
            : Results.Text($"There is no file of a dump {id} here.\n", statusCode: StatusCodes.Status404NotFound);
    });
}
