using Fleet.LeakLab.Growth;
using Fleet.LeakLab.Plans;
using Fleet.LeakLab.Randomness;

namespace Fleet.LeakLab.Families;

/// <summary>Draws the ordinary part of a fleet: nodes, processes, protocols, types, load, and the accidents of every day.</summary>
internal sealed class Landscape(Setting setting, RandomStream random)
{
    private static readonly int[] s_seconds = [30, 60, 120, 300, 600, 900, 1200, 1800, 2700, 3600];

    /// <summary>A fleet in which nothing leaks, and nothing grows beyond the ordinary.</summary>
    public FleetPlan Draw(string name, Family family, string split, ulong seed)
    {
        var targets = random.Whole(setting.Targets.Low, setting.Targets.High);
        var framework = random.Whole(setting.Framework.Low, setting.Framework.High);
        var protocols = Protocols();
        var rowsPerLook = targets * (framework + (protocols.Sum(protocol => protocol.Types.Count) * 0.55));
        var looks = Math.Clamp(setting.Rows / rowsPerLook, setting.Looks.Low, setting.Looks.High);
        var days = random.LogBetween(setting.Days.Low, setting.Days.High);
        var look = Math.Clamp(24 * days / looks, 30.0 / 3600, 1);
        // A familiar number of seconds.
        look = s_seconds.Select(seconds => seconds / 3600.0).MinBy(hours => Math.Abs(Math.Log(hours / look)));
        var hours = Math.Clamp(24 * days, look * setting.Looks.Low, look * setting.Looks.High);
        var plan = new FleetPlan
        {
            Name = name,
            Family = family.Name,
            Split = split,
            Unseen = family.Unseen,
            Seed = seed,
            Start = new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc).AddHours(random.Whole(0, 24 * 60)),
            Hours = hours,
        };
        plan.Looks.EveryHours = look;
        plan.Protocols.AddRange(protocols);
        var nodes = Math.Max(1, (int)Math.Round(targets / random.Between(1, 2)));
        for (var i = 0; i < targets; i++)
            plan.Targets.Add(Target(i, $"dma-{(i % nodes) + 1:00}", plan, framework));
        Host(plan);
        Load(plan);
        Deliver(plan);
        return plan;
    }

    private List<ProtocolPlan> Protocols()
    {
        var count = setting.DataMiner ? random.Whole(setting.Protocols.Low, setting.Protocols.High) : 0;
        return random.Pick(Vocabulary.Protocols, count).ConvertAll(name =>
        {
            var protocol = new ProtocolPlan(name, $"{random.Whole(1, 3)}.0.{random.Whole(0, 2)}.{random.Whole(1, 30)}{(random.Chance(0.1) ? "_DEV" : "")}");
            new TypeFactory(random).Fill(protocol);
            return protocol;
        });
    }

    private TargetPlan Target(int index, string node, FleetPlan plan, int framework)
    {
        var bits = setting.Bits != 0 ? setting.Bits : !setting.DataMiner || random.Chance(0.15) ? 64 : 32;
        var fullEvery = random.LogBetween(setting.FullEveryLooks.Low, setting.FullEveryLooks.High) * plan.Looks.EveryHours;
        var target = new TargetPlan
        {
            Index = index,
            Node = node,
            ProcessName = setting.DataMiner ? "SLScripting" : Vocabulary.Services[(int)(plan.Seed % (ulong)Vocabulary.Services.Length)],
            Bits = bits,
            LimitBytes = bits == 32 ? random.Pick([4L << 30, 4L << 30, 3L << 30, 2L << 30]) : random.Pick([0, 0, 2L << 30, 4L << 30, 8L << 30]),
            NativeBytes = random.LogBetween(30e6, 250e6),
            FreeShare = random.LogBetween(0.02, 0.15),
            AgeHours = random.LogBetween(plan.Hours * 0.005, plan.Hours * 0.15),
            ReusesPid = setting.BadDelivery && index % 3 == 0,
            RestartEveryHours = setting.RestartHours.High > 0 ? random.LogBetween(setting.RestartHours.Low, setting.RestartHours.High)
                : random.Chance(0.15) ? plan.Hours * random.Between(0.6, 2) : 0,
            Collector = new CollectorPlan
            {
                FullEveryHours = fullEvery,
                Gen0Bytes = random.LogBetween(4e6, 48e6),
                AllocatedPerHour = random.LogBetween(3e9, 60e9),
            },
        };
        target.Types.AddRange(new TypeFactory(random).Framework(framework, random.LogBetween(25e6, 250e6), fullEvery, target.Collector.Gen0Bytes, setting.DataMiner));
        return target;
    }

    private void Host(FleetPlan plan)
    {
        for (var i = 0; i < plan.Protocols.Count; i++)
        {
            var share = i == 0 ? random.Between(setting.Share.Low, setting.Share.High) : random.Between(0.3, 0.85);
            var count = Math.Clamp((int)Math.Round(share * plan.Targets.Count), 1, plan.Targets.Count);
            foreach (var target in random.Pick(plan.Targets, count))
                Host(plan, target, plan.Protocols[i]);
        }

        foreach (var target in plan.Targets)
        {
            if (target.Hostings.Count == 0 && plan.Protocols.Count > 1)
                Host(plan, target, plan.Protocols[random.Whole(1, plan.Protocols.Count - 1)]);
        }
    }

    private void Host(FleetPlan plan, TargetPlan target, ProtocolPlan protocol)
    {
        var elements = (int)Math.Round(random.LogBetween(1, 40));
        var changeAt = random.Chance(0.15) ? plan.Hours * random.Unit() : double.PositiveInfinity;
        var changed = Math.Max(1, elements + random.Whole(-2, 2));
        target.Hostings.Add(new Hosting(protocol, protocol.Version, hours => hours < changeAt ? elements : changed));
    }

    private void Load(FleetPlan plan)
    {
        plan.Load.Daily = random.Between(setting.Daily.Low, setting.Daily.High);
        plan.Load.PeakHour = random.Between(8, 22);
        plan.Load.Weekend = random.Between(0.7, 1);
        plan.Load.Noise = random.Between(0.03, 0.15);
    }

    private void Deliver(FleetPlan plan)
    {
        var looks = plan.Looks;
        var bad = setting.BadDelivery;
        looks.Missing = bad ? 0.15 : random.LogBetween(0.001, 0.03);
        looks.Irregularity = bad ? 0.6 : random.Chance(0.2) ? random.Between(0.2, 0.8) : 0;
        looks.Doubled = bad ? 0.05 : random.Chance(0.3) ? 0.01 : 0;
        looks.Swapped = bad ? 0.05 : random.Chance(0.2) ? 0.01 : 0;
        looks.Torn = bad ? 0.003 : random.Chance(0.1) ? 0.0005 : 0;
        foreach (var node in plan.Targets.Select(target => target.Node).Distinct())
        {
            if (bad || random.Chance(0.2))
                looks.Skew[node] = (int)(random.Normal() * (bad ? 120 : 20));
            if (bad || random.Chance(0.08))
            {
                var from = plan.Hours * random.Between(0.1, 0.8);
                looks.Outages.Add((node, from, from + (plan.Hours * random.LogBetween(0.01, 0.08)), random.Chance(0.4)));
            }
        }
    }
}
