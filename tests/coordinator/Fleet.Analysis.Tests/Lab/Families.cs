using Fleet.Contracts.Heap;

namespace Fleet.Analysis.Tests.Lab;

/// <summary>Ways in which memory leaks, and ways in which it grows without. Time is in looks since the process started.</summary>
internal static class Families
{
    public static readonly TypeKey Type = new("Vendor.Modem.Cache+Entry", "Vendor Modem.1.0.0.4.QAction.2");

    public static readonly string[] Leaks = ["steady", "noisy", "stairs", "beside-garbage", "beside-load", "late", "accelerating"];

    public static readonly string[] Innocents =
        ["level", "noisy", "warm-up", "late-warm-up", "saturating", "bounded-cache", "load", "slow-load", "drifting", "step", "sawtooth", "burst"];

    public static SimulatedType Leak(string family, Random random, Pace pace)
    {
        var rate = 50_000 * Math.Pow(40, random.NextDouble());
        var start = 1e6 * random.NextDouble();
        var phase = random.NextDouble();
        return family switch
        {
            "steady" => new(Type, t => start + (rate * t)) { Noise = 0.2 * rate },
            "noisy" => new(Type, t => start + (rate * t)) { Noise = rate * (1 + random.NextDouble()) },
            "stairs" => new(Type, t => start + (rate * 3 * Math.Floor((t / 3) + phase))) { Noise = 0.1 * rate },
            "beside-garbage" => new(Type, t => start + (rate * t)) { Noise = 0.2 * rate, Garbage = rate },
            "beside-load" => new(Type, t => start + (rate * t) + (2 * rate * Wave(t, 9, phase))) { Noise = 0.2 * rate },
            "late" => new(Type, t => start + (rate * Math.Max(0, t - (2 * pace.WarmUp) - 6))) { Noise = 0.2 * rate },
            "accelerating" => new(Type, t => start + (rate * t * (1 + (t / 40)))) { Noise = 0.2 * rate },
            _ => throw new ArgumentOutOfRangeException(nameof(family), family, "No such family."),
        };
    }

    public static SimulatedType Innocent(string family, Random random, Pace pace)
    {
        var level = 100_000 * Math.Pow(300, random.NextDouble());
        var phase = random.NextDouble();
        var period = pace.WarmUp * (1 + random.NextDouble());
        var drift = new Drift(random, level);
        return family switch
        {
            "level" => new(Type, _ => level) { Noise = 0.001 * level },
            "noisy" => new(Type, _ => level) { Noise = 0.1 * level },
            "warm-up" => new(Type, t => level * Math.Min(1, t / pace.WarmUp)) { Noise = 0.002 * level },
            "late-warm-up" => new(Type, t => level * Math.Min(1, t / (1.5 * pace.WarmUp))) { Noise = 0.002 * level },
            "saturating" => new(Type, t => level * (1 - Math.Exp(-t / (0.5 * pace.WarmUp)))) { Noise = 0.002 * level },
            "bounded-cache" => new(Type, t => level * Math.Min(1, t / (0.8 * pace.WarmUp))) { Noise = 0.002 * level, Garbage = 0.2 * level },
            "load" => new(Type, t => level * (1 + Wave(t, period, phase))) { Noise = 0.02 * level },
            "slow-load" => new(Type, t => level * (1 + Wave(t, 2 * pace.WarmUp, phase))) { Noise = 0.02 * level, Garbage = 0.05 * level },
            "drifting" => new(Type, drift.At) { Noise = 0.01 * level },
            "step" => new(Type, t => t < (2 * pace.WarmUp) + (20 * phase) ? level : 2 * level) { Noise = 0.01 * level },
            "sawtooth" => new(Type, t => level * (0.2 + ((t / period) + phase - Math.Floor((t / period) + phase)))) { Noise = 0.01 * level },
            "burst" => new(Type, t => level * (Math.Floor(t * 7919) % 11 < 2 ? 3 : 1)) { Noise = 0.05 * level },
            _ => throw new ArgumentOutOfRangeException(nameof(family), family, "No such family."),
        };
    }

    private static double Wave(double t, double period, double phase) => 0.5 * (1 - Math.Cos(2 * Math.PI * ((t / period) + phase)));

    // Sessions that come and go: each look resembles the one before, and the level always draws back.
    private sealed class Drift(Random random, double level)
    {
        private double _departure;
        private double _at = double.NegativeInfinity;

        public double At(double t)
        {
            if (t > _at)
            {
                _departure += (-0.15 * _departure) + (0.1 * level * (random.NextDouble() - 0.5));
                _at = t;
            }

            return level + _departure;
        }
    }
}
