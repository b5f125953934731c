using Fleet.Contracts.Heap;
using Fleet.DataMiner.Names;

namespace Fleet.Analysis.Trends;

/// <summary>The series of one type, and what the summary at hand says of it.</summary>
internal sealed class TypeSeries(TypeKey key, Series floors)
{
    /// <summary>The type.</summary>
    public TypeKey Key { get; } = key;

    /// <summary>The protocol whose code it is; null where its module does not tell.</summary>
    public string? Owner { get; } = QActionAssembly.TryParse(key.Module, out var assembly) ? assembly.Protocol : null;

    /// <summary>What names it in few bytes, over versions of its protocol.</summary>
    public ulong Hash => _hash != 0 ? _hash : _hash = SettledLevel.Key(Key, Owner);

    /// <summary>Bytes that collections left.</summary>
    public Series Floors { get; } = floors;

    /// <summary>Objects at the newest summary.</summary>
    public long Count { get; private set; }

    /// <summary>Bytes at the newest summary, all generations.</summary>
    public long Bytes { get; private set; }

    /// <summary>True once objects of it outlived a collection.</summary>
    public bool EverSurvived { get; private set; }

    /// <summary>
    /// Bytes of the newest summary that count: those that outlived a collection. A type of which nothing ever did (a young process, or
    /// large objects where only generation 2 is told apart) counts whole, as long as collections are there to expose its garbage.
    /// </summary>
    public double Survivors => EverSurvived ? _survivors : Bytes;

    private long _survivors;
    private ulong _hash;

    /// <summary>Begins a summary.</summary>
    public void Clear() => Count = Bytes = _survivors = 0;

    /// <summary>Adds one row; a summary may have several of one name, when a QAction was compiled again.</summary>
    public void Add(in TypeRow row)
    {
        const long most = 1L << 50;
        Count += Math.Clamp(row.Count, 0, most);
        Bytes += Math.Clamp(row.Bytes, 0, most);
        _survivors += Math.Clamp(Math.Min(row.Bytes, row.Bytes - row.Gen0), 0, most);
        EverSurvived |= _survivors > 0;
    }

    /// <summary>Writes everything.</summary>
    public void Save(BinaryWriter writer, LookAxis axis)
    {
        writer.Write(Key.Name);
        writer.Write(Key.Module);
        writer.Write(Count);
        writer.Write(Bytes);
        writer.Write(_survivors);
        writer.Write(EverSurvived);
        Floors.Save(writer, axis);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static TypeSeries Load(BinaryReader reader, LookAxis axis)
    {
        var key = new TypeKey(reader.ReadString(), reader.ReadString());
        var (count, bytes, survivors, everSurvived) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadBoolean());
        return new TypeSeries(key, Series.Load(reader, axis))
        {
            Count = count,
            Bytes = bytes,
            _survivors = survivors,
            EverSurvived = everSurvived,
        };
    }
}
