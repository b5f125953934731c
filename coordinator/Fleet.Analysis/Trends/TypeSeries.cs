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

    /// <summary>Bytes whose trend is judged: <see cref="Survivors"/>, and of the young ones those that are there to stay, as it seems.</summary>
    public double Lasting { get; private set; }

    private long _survivors;
    private Promotion _promotion;
    private SurvivorShare _share;
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

    /// <summary>Ends a summary.</summary>
    /// <param name="waiting">True when no collection has promoted anything since the last one.</param>
    public void Conclude(bool waiting) =>
        Lasting = EverSurvived ? _share.Take(_survivors, Bytes, _promotion.Take(_survivors, Bytes - _survivors, waiting)) : Bytes;

    /// <summary>Writes everything.</summary>
    public void Save(BinaryWriter writer, LookAxis axis)
    {
        writer.Write(Key.Name);
        writer.Write(Key.Module);
        writer.Write(Count);
        writer.Write(Bytes);
        writer.Write(_survivors);
        writer.Write(EverSurvived);
        _promotion.Save(writer);
        _share.Save(writer);
        Floors.Save(writer, axis);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static TypeSeries Load(BinaryReader reader, LookAxis axis)
    {
        var key = new TypeKey(reader.ReadString(), reader.ReadString());
        var (count, bytes, survivors, everSurvived) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadBoolean());
        var promotion = Promotion.Load(reader);
        var share = SurvivorShare.Load(reader);
        return new TypeSeries(key, Series.Load(reader, axis))
        {
            Count = count,
            Bytes = bytes,
            _survivors = survivors,
            EverSurvived = everSurvived,
            _promotion = promotion,
            _share = share,
        };
    }
}
