using System.Collections.Concurrent;
using Fleet.Contracts.Heap;

namespace Fleet.Coordinator.Storage;

/// <summary>Numbers for types, as the database has them, kept in memory: a name is stored once however often it is seen.</summary>
internal sealed class TypeDictionary
{
    private readonly ConcurrentDictionary<TypeKey, int> _ids = new();
    private readonly ConcurrentDictionary<int, TypeKey> _types = new();

    public TypeDictionary(SqliteDatabase database)
    {
        using var session = database.Open();
        using var reader = session.Statement("SELECT id, name, module FROM type").ExecuteReader();
        while (reader.Read())
            Add(reader.GetInt32(0), new TypeKey(reader.GetString(1), reader.GetString(2)));
    }

    public bool TryGet(TypeKey type, out int id) => _ids.TryGetValue(type, out id);

    public TypeKey Type(int id) => _types.TryGetValue(id, out var type) ? type : throw new InvalidDataException($"The snapshot log names type {id}, which its dictionary does not hold.");

    /// <summary>Types whose name is <paramref name="name"/>, else those whose name holds it, at most <paramref name="limit"/>.</summary>
    public IReadOnlyList<TypeKey> Search(string name, int limit)
    {
        var exact = _ids.Keys.Where(t => t.Name == name).ToList();
        return exact.Count > 0 ? exact : [.. _ids.Keys.Where(t => t.Name.Contains(name, StringComparison.OrdinalIgnoreCase)).OrderBy(t => t.Name.Length).Take(limit)];
    }

    /// <summary>Numbers every type that has none yet.</summary>
    public async Task EnsureAsync(IReadOnlyList<TypeRow> rows, SqliteWriter writer, CancellationToken cancellationToken)
    {
        List<TypeKey>? missing = null;
        foreach (var row in rows)
        {
            if (!_ids.ContainsKey(row.Key))
                (missing ??= []).Add(row.Key);
        }

        if (missing is not null)
            await writer.WriteAsync(session => Insert(session, missing), cancellationToken);
    }

    private bool Insert(SqliteSession session, List<TypeKey> missing)
    {
        foreach (var type in missing)
        {
            if (_ids.ContainsKey(type))
                continue;

            var id = session.Scalar(
                "INSERT INTO type (name, module) VALUES ($name, $module) ON CONFLICT (name, module) DO UPDATE SET module = excluded.module RETURNING id",
                ("$name", type.Name), ("$module", type.Module));
            session.OnCommitted(() => Add((int)id!.Value, type));
        }

        return true;
    }

    private void Add(int id, TypeKey type)
    {
        _types[id] = type;
        _ids[type] = id;
    }
}
