using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Tests.Lab;

/// <summary>A process that is looked at: types that live, garbage that waits for collections, memory beside the heap.</summary>
internal sealed class SimulatedProcess
{
    public static readonly DateTimeOffset Epoch = new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero);

    private readonly Random _random;
    private readonly Pace _pace;
    private readonly Dictionary<TypeKey, double> _garbage = [];
    private double _nextCollection;
    private long _collections;

    public SimulatedProcess(Pace pace, int seed, string node = "dma-01", int pid = 4711, double startedAfter = 0)
    {
        _pace = pace;
        _random = new Random(seed);
        Identity = new InstanceIdentity(node, pid, Epoch + (startedAfter * pace.Look));
        _nextCollection = _random.NextDouble() * pace.FullCollection;
    }

    public InstanceIdentity Identity { get; }

    public List<SimulatedType> Types { get; } = [];

    public List<HostedProtocol> Protocols { get; } = [];

    /// <summary>Bytes beside the heap, by looks since the start.</summary>
    public Func<double, double> Native { get; set; } = _ => 40e6;

    /// <summary>Bytes of holes, by looks since the start.</summary>
    public Func<double, double> Holes { get; set; } = _ => 3e6;

    public Func<double, int>? Elements { get; set; }

    /// <summary>What is counted, by looks since the start; null for looks that don't learn it.</summary>
    public Func<double, HeapDetails?> Details { get; set; } = _ => null;

    public long Limit { get; set; } = 4L << 30;

    public bool CountsCollections { get; set; } = true;

    /// <summary>The look after this many.</summary>
    public InstanceSummary Look(double looks)
    {
        var since = looks + (0.1 * _random.NextDouble());
        while (_nextCollection <= since)
        {
            _collections++;
            _garbage.Clear();
            _nextCollection += _pace.FullCollection * (0.5 + _random.NextDouble());
        }

        var rows = Types.Select(type => Row(type, since)).Where(row => row.Bytes > 0).OrderByDescending(row => row.Bytes).ToList();
        var bytes = rows.Sum(row => row.Bytes);
        var holes = (long)Math.Max(0, Holes(since) * (1 + (0.02 * Gauss())));
        var managed = bytes + holes;
        var at = Identity.StartedAt + (since * _pace.Look);
        var privateBytes = managed + (long)Math.Max(0, Native(since) + (2e5 * Gauss()));
        var summary = Summaries.Of(Identity, at, rows);
        return summary with
        {
            Heap = summary.Heap with { Details = Details(since) },
            Protocols = [.. Protocols.Select(protocol => Elements is null ? protocol : protocol with { Elements = Elements(since) })],
            Memory = new MemorySample
            {
                At = at,
                PrivateBytes = privateBytes,
                ManagedBytes = managed,
                LimitBytes = Limit,
                GcCounts = CountsCollections ? [_collections * 40, _collections * 6, _collections] : [],
            },
        };
    }

    /// <summary>Several dozen types that every process has: steady, noisy, with garbage.</summary>
    public SimulatedProcess WithBackground(int types = 60)
    {
        for (var i = 0; i < types; i++)
        {
            var level = Math.Pow(10, 4 + (3 * _random.NextDouble()));
            Types.Add(new SimulatedType(new TypeKey(FormattableString.Invariant($"System.Background{i}"), "System.Private.CoreLib"), _ => level)
            {
                Noise = level * 0.03 * _random.NextDouble(),
                Garbage = level * 0.2 * _random.NextDouble(),
                Transient = level * _random.NextDouble(),
            });
        }

        return this;
    }

    private TypeRow Row(SimulatedType type, double looks)
    {
        // Garbage gathers from the collection to the look.
        var garbage = _garbage.GetValueOrDefault(type.Key) + (type.Garbage * (0.5 + _random.NextDouble()));
        _garbage[type.Key] = garbage;
        var old = (long)Math.Max(0, type.Live(looks) + garbage + (type.Noise * Gauss()));
        var young = (long)(type.Transient * _random.NextDouble());
        return new TypeRow(type.Key.Name, type.Key.Module, (old + young) / type.ObjectSize, old + young, young, 0, old, 0, 0, 0);
    }

    private double Gauss() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
