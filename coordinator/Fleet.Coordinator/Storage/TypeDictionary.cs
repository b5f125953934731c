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

    public TypeKey Type(int id) => _types.TryGetValue(id, out var type) ? type : throw new InvalidDataException($"The snapshot log names type {id}, which its dictionary does not hold.");

    /// <summary>Types whose name is <paramref name="name"/>, else those whose name holds it, at most <paramref name="limit"/>.</summary>
    public IReadOnlyList<TypeKey> Search(string name, int limit)
    {
        var exact = _ids.Keys.Where(t => t.Name == name).ToList();
        return exact.Count > 0 ? exact : [.. _ids.Keys.Where(t => t.Name.Contains(name, StringComparison.OrdinalIgnoreCase)).OrderBy(t => t.Name.Length).Take(limit)];
    }

    /// <summary>The numbers of the rows' types, in their order; types without one get theirs.</summary>
    public async Task<int[]> NumberAsync(IReadOnlyList<TypeRow> rows, SqliteWriter writer, CancellationToken cancellationToken)
    {
        var ids = new int[rows.Count];
        List<int>? missing = null;
        for (var i = 0; i < ids.Length; i++)
        {
            if (!_ids.TryGetValue(rows[i].Key, out ids[i]))
                (missing ??= []).Add(i);
        }

        if (missing is null)
            return ids;

        await writer.WriteAsync(session => Insert(session, [.. missing.Select(i => rows[i].Key)]), cancellationToken);
        foreach (var i in missing)
            ids[i] = _ids[rows[i].Key];
        return ids;
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
