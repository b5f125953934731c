using Fleet.LeakLab.Growth;
using Fleet.LeakLab.Plans;
using Fleet.LeakLab.Randomness;

namespace Fleet.LeakLab.Simulation;

/// <summary>One run of one process: its heap, its memory, and what grows in it.</summary>
internal sealed class RunSimulation
{
    private readonly FleetPlan _fleet;
    private readonly RandomStream _random;
    private readonly Collector _collector;
    private readonly TypeTable _types;
    private readonly double[] _scale;
    private readonly double[] _loaded;
    private readonly double[] _keep = new double[BaseType.MemoryLooks.Length];
    private readonly double[] _fresh = new double[BaseType.MemoryLooks.Length];
    private double _last;
    private double _ownLoad;
    private double _free = 1;
    private double _committed;

    public RunSimulation(FleetPlan fleet, TargetPlan target, int run, int pid, double startHours, RandomStream random)
    {
        (_fleet, Target, Run, Pid, StartHours, _random, _last) = (fleet, target, run, pid, startHours, random, startHours);
        _collector = new Collector(target.Collector, random.Fork());
        Hostings = target.Hostings.FindAll(hosting => hosting.UntilHours > startHours);
        _scale = new double[Hostings.Count + 1];
        _loaded = [.. Hostings.Select(hosting => Math.Max(startHours, hosting.FromHours))];
        _types = TypeTable.Of(target, Hostings);
        Growths = _types.Grow(fleet, target, Hostings, run, startHours, random);
    }

    public TargetPlan Target { get; }

    /// <summary>How many runs there were before.</summary>
    public int Run { get; }

    public int Pid { get; }

    /// <summary>When it started, in hours since the fleet's start.</summary>
    public double StartHours { get; }

    /// <summary>Versions that it hosts at any time.</summary>
    public List<Hosting> Hostings { get; }

    public IReadOnlyList<TypeState> Types => _types.States;

    public List<GrowthState> Growths { get; }

    public long ManagedBytes { get; private set; }

    public long PrivateBytes { get; private set; }

    public (long Gen0, long Gen1, long Gen2) Collections => (_collector.Gen0, _collector.Gen1, _collector.Gen2);

    /// <summary>Private bytes without leaks, lately, on average.</summary>
    public double OrdinaryPrivate { get; private set; } = double.NaN;

    /// <summary>Goes on to a moment.</summary>
    /// <param name="hours">Since the fleet's start; not before the last one.</param>
    /// <param name="keepSamples">Whether it is looked at, and so becomes part of the truth.</param>
    public void Advance(double hours, bool keepSamples)
    {
        var step = Math.Max(1e-6, hours - _last);
        var load = LoadAt(hours, step);
        _last = hours;
        _collector.Advance(hours, step, load);
        Scale(hours);
        foreach (var type in _types.States)
            (type.GrownObjects, type.GrownBytes, type.GrownYoung) = (0, 0, 0);
        AdvanceGrowths(hours, step, load);

        var looks = step / _fleet.Looks.EveryHours;
        for (var i = 0; i < _keep.Length; i++)
        {
            _keep[i] = Math.Exp(-looks / BaseType.MemoryLooks[i]);
            _fresh[i] = Math.Sqrt(1 - (_keep[i] * _keep[i]));
        }

        var bytes = 0L;
        var ordinary = 0.0;
        foreach (var type in _types.States)
        {
            Advance(type, hours, load);
            bytes += type.Bytes;
            ordinary += type.OrdinaryGen2;
        }

        Account(step, bytes, ordinary, hours, keepSamples);
    }

    /// <summary>The future of one growth after the end of the series: bytes it will hold, by continuing its path. Nothing else goes on.</summary>
    public double Foresee(GrowthState growth, double hours, double step)
    {
        var elements = growth.Owner < 0 ? 1 : Hostings[growth.Owner].ElementsAt(Math.Min(hours, _fleet.Hours));
        growth.Advance(new Moment(hours, step, hours - StartHours, _fleet.Load.At(_fleet.Start, hours), elements, _random), 0);
        return growth.Bytes;
    }

    private double LoadAt(double hours, double step)
    {
        var keep = Math.Exp(-step / 3);
        _ownLoad = (_ownLoad * keep) + (_fleet.Load.Noise * Math.Sqrt(1 - (keep * keep)) * _random.HeavyTailed());
        return Math.Max(0.02, _fleet.Load.At(_fleet.Start, hours) * Math.Max(0.2, 1 + _ownLoad));
    }

    private void Scale(double hours)
    {
        var all = 0.0;
        for (var i = 0; i < Hostings.Count; i++)
        {
            var hosting = Hostings[i];
            var elements = hosting.ElementsAt(hours);
            all += elements;
            // What a version leaves in the process when another takes its place: static fields, and little else.
            _scale[i] = hours >= hosting.UntilHours ? 0.03 * hosting.Elements(hosting.UntilHours) : elements;
        }

        _scale[^1] = all;
    }

    private void AdvanceGrowths(double hours, double step, double load)
    {
        foreach (var growth in Growths)
        {
            var elements = growth.Owner < 0 ? 1 : Hostings[growth.Owner].ElementsAt(hours);
            var loaded = growth.Owner < 0 ? StartHours : _loaded[growth.Owner];
            if (hours < loaded)
                continue;
            var moment = new Moment(hours, Math.Min(step, hours - loaded), hours - loaded, load, elements, _random);
            if (growth.Owner >= 0 && hours >= Hostings[growth.Owner].UntilHours)
                moment = moment with { Elements = 0 };
            growth.Advance(moment with { Step = Math.Max(1e-6, moment.Step) }, _collector.Gen1Hours);
        }
    }

    private void Advance(TypeState type, double hours, double load)
    {
        double objects = 0, live = 0, garbage = 0, young = 0, size = 24;
        foreach (var (plan, owner) in type.Base)
        {
            var scale = _scale[owner < 0 ? _scale.Length - 1 : owner];
            type.Noise = (type.Noise * _keep[plan.Memory]) + (_fresh[plan.Memory] * _random.HeavyTailed());
            var age = hours - (owner < 0 ? StartHours : _loaded[owner]);
            if (age < 0)
                continue;
            var level = plan.PerElement * scale;
            if (owner < 0 || scale > 0.5)
                level += plan.Fixed;
            if (age < 5 * plan.WarmUpHours)
                level *= 1 - Math.Exp(-age / plan.WarmUpHours);
            level *= Math.Max(0.1, 1 + (plan.LoadShare * (load - 1)) + (plan.Noise * type.Noise));
            var active = owner < 0 || scale > 0.5 ? 1 : 0;
            objects += level;
            live += level * plan.ObjectBytes;
            garbage += active * plan.GarbagePerHour * _collector.GarbageHours;
            young += active * plan.Young * _collector.Fill * load * Math.Max(0.05, 1 + (0.3 * _random.HeavyTailed()));
            size = plan.ObjectBytes;
        }

        type.OrdinaryGen2 = (0.997 * live) + garbage;
        type.Bytes = (long)(live + garbage + young + type.GrownBytes);
        type.Count = (long)Math.Round(objects + ((garbage + young) / size) + type.GrownObjects);
        type.Gen2Bytes = Math.Min(type.Bytes, (long)(type.OrdinaryGen2 + type.GrownBytes - type.GrownYoung));
        // Whole objects only: bytes without an object, or an object without bytes, cannot be.
        if (type.Count <= 0 || type.Bytes <= 0)
            (type.Count, type.Bytes, type.Gen2Bytes) = (0, 0, 0);
    }

    private void Account(double step, long bytes, double ordinaryGen2, double hours, bool keepSamples)
    {
        var keep = Math.Exp(-step / 4);
        _free = 1 + (keep * (_free - 1)) + (0.08 * Math.Sqrt(1 - (keep * keep)) * _random.HeavyTailed());
        double grownFree = 0, grownNative = 0, leaked = 0;
        foreach (var growth in Growths)
        {
            grownFree += growth.Free;
            grownNative += growth.Native;
            leaked += growth.Plan.Leak is null ? 0 : growth.Bytes;
        }

        var free = Target.FreeShare * Math.Max(0.2, _free) * ordinaryGen2;
        var managed = bytes + free + grownFree;
        // The collector gives memory back late.
        _committed = Math.Max(managed * 1.02, (_committed * Math.Exp(-step / 6)) + (managed * (1 - Math.Exp(-step / 6))));
        var native = Target.NativeBytes * (1 + (0.004 * _random.HeavyTailed()));
        ManagedBytes = (long)managed;
        PrivateBytes = (long)(_committed + native + grownNative);
        var ordinary = PrivateBytes - leaked;
        // A day, so that the hour of the end doesn't matter; in shorter series a tenth, so that the warm-up doesn't.
        var forget = Math.Exp(-step / Math.Min(24, _fleet.Hours / 10));
        OrdinaryPrivate = double.IsNaN(OrdinaryPrivate) ? ordinary : (OrdinaryPrivate * forget) + (ordinary * (1 - forget));

        if (!keepSamples)
            return;
        foreach (var growth in Growths)
        {
            if (growth.Plan.Leak is { } label)
            {
                growth.Samples.Add(label.Kind switch
                {
                    "native" => new Sample(hours, growth.Bytes, growth.Native, native + _committed - managed),
                    "fragmentation" => new Sample(hours, growth.Bytes, growth.Free, free),
                    _ => new Sample(hours, growth.Bytes, growth.HeadBytes(), growth.HeadOrdinary()),
                });
            }
        }
    }
}
