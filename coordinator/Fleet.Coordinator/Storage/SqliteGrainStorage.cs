using System.Globalization;
using Orleans.Serialization;
using Orleans.Storage;

namespace Fleet.Coordinator.Storage;

/// <summary>
/// Grain storage in the embedded database, through the one writer. Orleans' ADO.NET provider could use SQLite too, but as a second
/// writer it would compete with the snapshot log for the file's lock, which the driver polls for every 150 ms; here both share a commit.
/// </summary>
internal sealed class SqliteGrainStorage(SqliteDatabase database, SqliteWriter writer, Serializer serializer) : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var found = await database.ReadAsync(
            session =>
            {
                using var reader = session.Statement(
                    "SELECT version, payload FROM grain_state WHERE grain_id = $grain AND state_name = $state",
                    ("$grain", grainId.ToString()), ("$state", stateName)).ExecuteReader();
                return reader.Read() ? (Version: reader.GetInt64(0), Payload: (byte[])reader[1]) : ((long Version, byte[] Payload)?)null;
            },
            CancellationToken.None);

        grainState.RecordExists = found is not null;
        grainState.ETag = found?.Version.ToString(CultureInfo.InvariantCulture);
        grainState.State = found is { } row ? serializer.Deserialize<T>(row.Payload) : Activator.CreateInstance<T>();
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var payload = serializer.SerializeToArray(grainState.State);
        var version = Version(grainState.ETag);
        var written = await writer.WriteAsync(
            session => session.Scalar(
                """
                INSERT INTO grain_state (grain_id, state_name, version, payload) VALUES ($grain, $state, $version + 1, $payload)
                ON CONFLICT (grain_id, state_name) DO UPDATE SET version = excluded.version, payload = excluded.payload WHERE grain_state.version = $version
                RETURNING version
                """,
                ("$grain", grainId.ToString()), ("$state", stateName), ("$version", version), ("$payload", payload)),
            CancellationToken.None);
        if (written is null)
            throw Conflict(stateName, grainId, grainState.ETag);

        grainState.ETag = written.Value.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var version = Version(grainState.ETag);
        var removed = await writer.WriteAsync(
            session => session.Execute(
                "DELETE FROM grain_state WHERE grain_id = $grain AND state_name = $state AND version = $version",
                ("$grain", grainId.ToString()), ("$state", stateName), ("$version", version)),
            CancellationToken.None);
        if (removed == 0 && grainState.ETag is not null)
            throw Conflict(stateName, grainId, grainState.ETag);

        grainState.ETag = null;
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
    }

    private static long Version(string? etag) => etag is null ? 0 : long.Parse(etag, NumberStyles.None, CultureInfo.InvariantCulture);

    private static InconsistentStateException Conflict(string stateName, GrainId grainId, string? etag) =>
        new($"State {stateName} of {grainId} was changed by another activation.", "another version", etag ?? "none");
}
