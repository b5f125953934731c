namespace Fleet.LeakLab.Randomness;

/// <summary>
/// A seeded stream of random numbers, the same on every machine and runtime (xoshiro256**, Blackman and Vigna 2018,
/// seeded by SplitMix64). Not thread-safe.
/// </summary>
internal sealed class RandomStream
{
    private ulong _a, _b, _c, _d;
    private double _spare = double.NaN;

    public RandomStream(ulong seed)
    {
        _a = SplitMix(ref seed);
        _b = SplitMix(ref seed);
        _c = SplitMix(ref seed);
        _d = SplitMix(ref seed);
    }

    /// <summary>A stream for one purpose, independent of how much else was drawn elsewhere.</summary>
    public static RandomStream For(ulong seed, string purpose)
    {
        // FNV-1a: string.GetHashCode differs from run to run.
        var hash = 14695981039346656037UL;
        foreach (var letter in purpose)
            hash = (hash ^ letter) * 1099511628211UL;
        return new RandomStream(seed ^ hash);
    }

    /// <summary>A new stream that goes its own way from here.</summary>
    public RandomStream Fork() => new(Next());

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        var result = ulong.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = ulong.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high).</summary>
    public double Between(double low, double high) => low + ((high - low) * Unit());

    /// <summary>Uniform over the integers of [low, high], both included.</summary>
    public int Whole(int low, int high) => low + (int)(Unit() * (high - low + 1));

    /// <summary>Log-uniform in [low, high): each order of magnitude is as likely as the next.</summary>
    public double LogBetween(double low, double high) => low * Math.Pow(high / low, Unit());

    /// <summary>True with this probability.</summary>
    public bool Chance(double probability) => Unit() < probability;

    /// <summary>Standard normal (Marsaglia's polar method).</summary>
    public double Normal()
    {
        if (!double.IsNaN(_spare))
        {
            var spare = _spare;
            _spare = double.NaN;
            return spare;
        }

        double u, v, s;
        do
        {
            u = (2 * Unit()) - 1;
            v = (2 * Unit()) - 1;
            s = (u * u) + (v * v);
        }
        while (s is >= 1 or 0);

        var factor = Math.Sqrt(-2 * Math.Log(s) / s);
        _spare = v * factor;
        return u * factor;
    }

    /// <summary>Normal with heavy tails: 3 in 100 draws are four times as wide. Its variance is 1.</summary>
    public double HeavyTailed() => Normal() * (Unit() < 0.03 ? 4 : 1) / 1.204;

    /// <summary>Exponential with this mean.</summary>
    public double Exponential(double mean) => -mean * Math.Log(1 - Unit());

    /// <summary>Pareto from 1 upwards; the smaller the shape, the heavier the tail. Cut off at <paramref name="most"/>.</summary>
    public double Pareto(double shape, double most = 50) => Math.Min(most, Math.Pow(1 - Unit(), -1 / shape));

    /// <summary>One of these.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Whole(0, items.Count - 1)];

    /// <summary>So many different ones of these, in random order.</summary>
    public List<T> Pick<T>(IReadOnlyList<T> items, int count)
    {
        var all = items.ToList();
        for (var i = 0; i < count && i < all.Count; i++)
        {
            var j = Whole(i, all.Count - 1);
            (all[i], all[j]) = (all[j], all[i]);
        }

        return all.GetRange(0, Math.Min(count, all.Count));
    }

    private static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
