using Fleet.Contracts.Heap;

namespace Fleet.Analysis.Trends;

/// <summary>All that is kept of an instance: what a checkpoint holds.</summary>
internal sealed class TrendState
{
    private const int PatienceFactor = 3;
    private const double TolerablePart = 0.9;

    private readonly CollectionEvidence _collections;
    private double _lastObjectBytes;

    /// <summary>Of an instance that nothing is known of yet.</summary>
    public TrendState(AnalysisOptions options)
    {
        _collections = new CollectionEvidence(PatienceFactor * options.MinimumSummaries);
        Clock = new ClockGuard();
        Axis = new LookAxis();
        Elements = new ElementColumns();
        Types = new TypeTable();
        Process = new ProcessSeries(Axis);
        Counted = new CountedThings();
        Hosting = new HostingHistory();
    }

    private TrendState(
        ClockGuard clock,
        CollectionEvidence collections,
        LookAxis axis,
        ElementColumns elements,
        TypeTable types,
        ProcessSeries process,
        CountedThings counted,
        HostingHistory hosting)
    {
        Clock = clock;
        _collections = collections;
        Axis = axis;
        Elements = elements;
        Types = types;
        Process = process;
        Counted = counted;
        Hosting = hosting;
    }

    /// <summary>Tells wrong clocks.</summary>
    public ClockGuard Clock { get; }

    /// <summary>Looks after warm-up.</summary>
    public LookAxis Axis { get; }

    /// <summary>Elements hosted at them.</summary>
    public ElementColumns Elements { get; }

    /// <summary>Series of types.</summary>
    public TypeTable Types { get; }

    /// <summary>Series of the process.</summary>
    public ProcessSeries Process { get; }

    /// <summary>Series of what is counted.</summary>
    public CountedThings Counted { get; }

    /// <summary>Name of the process.</summary>
    public string ProcessName { get; private set; } = "";

    /// <summary>What it hosts and hosted.</summary>
    public HostingHistory Hosting { get; }

    /// <summary>Newest figures; null when nothing was observed yet.</summary>
    public MemorySample? Memory { get; private set; }

    /// <summary>First summary.</summary>
    public DateTimeOffset FirstSeen { get; private set; }

    /// <summary>Newest summary.</summary>
    public DateTimeOffset LastSeen { get; private set; }

    /// <summary>Summaries so far.</summary>
    public long Summaries { get; private set; }

    /// <summary>Takes what does not depend on the heap.</summary>
    public void Describe(InstanceSummary summary)
    {
        if (Summaries++ == 0)
            FirstSeen = summary.TakenAt;
        LastSeen = summary.TakenAt;
        ProcessName = summary.Heap.Process.Name;
        Hosting.Observe(summary.Protocols, summary.TakenAt);
        Memory = summary.Memory;
    }

    /// <summary>True for an incomplete summary with noteworthily fewer bytes than the last one: its dents are not the process's.</summary>
    public bool MissesTooMuch(HeapSummary heap)
    {
        if (!heap.Complete && heap.Bytes < TolerablePart * _lastObjectBytes)
            return true;

        _lastObjectBytes = heap.Bytes;
        return false;
    }

    /// <summary>Takes the heap.</summary>
    public void Take(InstanceSummary summary, bool trending)
    {
        Types.Take(summary.Heap.Types, Axis);
        var collections = _collections.Observe(summary);
        if (trending)
        {
            var at = summary.TakenAt.UtcTicks;
            Axis.Push(new LookBin(at, at, collections, summary.Memory.GcCounts is [var young, ..] ? young : LookBin.NotKnown));
            Elements.Push(Axis, summary.Protocols);
        }

        Process.Take(summary, Axis, trending);
        Counted.Take(summary.Heap.Details, Axis, trending);
        foreach (var type in Types.All)
        {
            type.Conclude(_collections.Waiting);
            if (trending)
                type.Floors.Push(Axis, type.Lasting);
            else
                type.Floors.Remember(type.Lasting);
        }
    }

    /// <summary>Writes everything.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(ProcessName);
        Hosting.Save(writer);
        SaveMemory(writer);
        writer.Write(FirstSeen.UtcTicks);
        writer.Write(LastSeen.UtcTicks);
        writer.Write(Summaries);
        writer.Write(_lastObjectBytes);
        Clock.Save(writer);
        _collections.Save(writer);
        Axis.Save(writer);
        Elements.Save(writer);
        Types.Save(writer, Axis);
        Process.Save(writer, Axis);
        Counted.Save(writer, Axis);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static TrendState Load(BinaryReader reader, AnalysisOptions options)
    {
        var name = reader.ReadString();
        var hosting = HostingHistory.Load(reader);
        var memory = LoadMemory(reader);
        var (first, last) = (new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero), new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero));
        var (summaries, lastObjectBytes) = (reader.ReadInt64(), reader.ReadDouble());
        var clock = ClockGuard.Load(reader);
        var collections = CollectionEvidence.Load(reader, PatienceFactor * options.MinimumSummaries);
        var axis = LookAxis.Load(reader);
        var elements = ElementColumns.Load(reader);
        return new TrendState(clock, collections, axis, elements, TypeTable.Load(reader, axis), ProcessSeries.Load(reader, axis), CountedThings.Load(reader, axis), hosting)
        {
            ProcessName = name,
            Memory = memory,
            FirstSeen = first,
            LastSeen = last,
            Summaries = summaries,
            _lastObjectBytes = lastObjectBytes,
        };
    }

    private static int CheckedCount(BinaryReader reader) =>
        reader.ReadInt32() is >= 0 and <= 100_000 and var count ? count : throw new InvalidDataException("The checkpoint holds an impossible count.");

    private void SaveMemory(BinaryWriter writer)
    {
        writer.Write(Memory is not null);
        if (Memory is null)
            return;

        writer.Write(Memory.At.UtcTicks);
        writer.Write(Memory.PrivateBytes);
        writer.Write(Memory.WorkingSetBytes);
        writer.Write(Memory.ManagedBytes);
        writer.Write(Memory.LimitBytes);
        writer.Write(Memory.GcCounts.Count);
        foreach (var count in Memory.GcCounts)
            writer.Write(count);
    }

    private static MemorySample? LoadMemory(BinaryReader reader)
    {
        if (!reader.ReadBoolean())
            return null;

        var memory = new MemorySample
        {
            At = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero),
            PrivateBytes = reader.ReadInt64(),
            WorkingSetBytes = reader.ReadInt64(),
            ManagedBytes = reader.ReadInt64(),
            LimitBytes = reader.ReadInt64(),
        };
        var counts = new long[CheckedCount(reader)];
        for (var i = 0; i < counts.Length; i++)
            counts[i] = reader.ReadInt64();
        return memory with { GcCounts = counts };
    }
}
