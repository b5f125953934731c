using Fleet.LeakLab.Growth;
using Fleet.LeakLab.Plans;

namespace Fleet.LeakLab.Families;

/// <summary>Growth for which there is a reason.</summary>
internal static class Innocents
{
    public static readonly Family[] All =
    [
        new("history-week", "history buffers fill in a week and are then full", false, false, new() { Days = (16, 28), Looks = (500, 1500) }, fleet =>
        {
            var (structure, _) = fleet.Own(fleet.Suspect);
            var entries = Entries(fleet, structure, 0.2, 1.2);
            var fill = fleet.Random.Between(4, 8) * 24;
            fleet.Innocent(fleet.Suspect, "a week of history", structure, _ => new Bounded(entries, fill, 0.003));
        }),
        new("provisioning", "elements are added for days: memory follows them", false, false, new() { Days = (3, 20) }, fleet =>
        {
            var until = fleet.Hours * fleet.Random.Between(0.5, 1.1);
            foreach (var target in fleet.Hosts(fleet.Suspect))
            {
                var (from, to) = (fleet.Random.Whole(1, 8), fleet.Random.Whole(15, 60));
                Change(target, fleet.Suspect, old => old with { Elements = hours => Math.Round(from + ((to - from) * Math.Clamp(hours / until, 0, 1))) });
            }

            var (structure, _) = fleet.Own(fleet.Suspect);
            var entries = Entries(fleet, structure, 0.05, 0.4);
            fleet.Innocent(fleet.Suspect, "what each element needs", structure, _ => new Following(entries, 0.1));
        }),
        new("batch-jobs", "jobs gather for hours and then let go", false, false, new() { Days = (3, 14) }, fleet =>
        {
            var (structure, _) = fleet.Own(fleet.Suspect);
            var entries = Entries(fleet, structure, 0.1, 0.6) * fleet.Elements(fleet.Suspect);
            var every = fleet.Hours / fleet.Random.Between(6, 20);
            fleet.Innocent(fleet.Suspect, "a job's intermediate results", structure, _ => new Batch(entries, every, every * fleet.Random.Between(0.3, 0.9)));
        }),
        new("many-restarts", "processes are restarted every few hours, and warm up each time", false, false, new() { Days = (3, 10), RestartHours = (5, 14) }, fleet =>
        {
            var (structure, _) = fleet.Own(fleet.Suspect);
            var entries = Entries(fleet, structure, 0.1, 0.4);
            fleet.Innocent(fleet.Suspect, "warm-up after each restart", structure, _ => new Saturating(entries, 1.2, perElement: true));
        }),
        new("bad-delivery-innocent", "nothing leaks, and summaries are late, doubled, missing, torn, and by wrong clocks", false, false, new() { BadDelivery = true }, _ => { }),
        new("service-innocent", "a program without protocols, caches and all", false, false, new() { DataMiner = false, Framework = (80, 300), Targets = (3, 10) }, fleet =>
        {
            var structure = fleet.Foreign(owned: true);
            var entries = fleet.Plan.Targets.Average(FleetBuilder.LiveBytes) * fleet.Random.LogBetween(0.1, 0.8) / structure.EntryBytes;
            var fill = fleet.Hours * fleet.Random.Between(0.1, 0.4);
            fleet.Innocent(null, "response cache", structure, _ => new Bounded(entries, fill, 0.02, perElement: false));
        }),
        new("weekly", "memory follows a strong weekly rhythm, and the series ends in mid-week", false, true, new() { Days = (10, 26), Daily = (0.2, 0.5), Looks = (500, 1500) }, fleet =>
        {
            fleet.Plan.Load.Weekend = fleet.Random.Between(0.15, 0.5);
            var (structure, _) = fleet.Own(fleet.Suspect);
            var entries = Entries(fleet, structure, 0.2, 0.8);
            fleet.Innocent(fleet.Suspect, "work of the week", structure, _ => new Following(entries));
        }),
        new("month-end", "three days of twice the work, once", false, true, new() { Days = (12, 26), Looks = (500, 1500) }, fleet =>
        {
            var from = fleet.Hours * fleet.Random.Between(0.3, 0.55);
            fleet.Plan.Load.Surges.Add((from, from + fleet.Random.Between(50, 90), fleet.Random.Between(1.8, 3)));
            var (structure, _) = fleet.Own(fleet.Suspect);
            var entries = Entries(fleet, structure, 0.1, 0.5);
            fleet.Innocent(fleet.Suspect, "month-end accounts", structure, _ => new Following(entries));
        }),
        new("failover-innocent", "the elements of one node move to another, for good or for a while", false, true, new() { Targets = (6, 12), Share = (0.5, 0.8) }, fleet =>
        {
            var hosts = fleet.Hosts(fleet.Suspect);
            var at = fleet.Hours * fleet.Random.Between(0.4, 0.7);
            var back = fleet.Random.Chance(0.5) ? at + (fleet.Hours * 0.2) : double.PositiveInfinity;
            MoveElements(hosts[0], hosts[^1], at, back);
            var (structure, _) = fleet.Own(fleet.Suspect);
            var entries = Entries(fleet, structure, 0.1, 0.5);
            fleet.Innocent(fleet.Suspect, "what each element needs", structure, _ => new Following(entries, 0.2));
        }),
        new("collector-mode", "from one day on the collector waits much longer before it collects everything", false, true, new() { Days = (3, 14), FullEveryLooks = (1, 6) }, fleet =>
        {
            var at = fleet.Hours * fleet.Random.Between(0.3, 0.6);
            var factor = fleet.Random.Between(3, 7);
            foreach (var target in fleet.Plan.Targets)
                target.Collector = target.Collector with { ModeChangeHours = at, ModeChangeFactor = factor };
        }),
        new("pool-growth", "pools are as big as they ever had to be", false, true, new() { Days = (3, 20), Daily = (0.2, 0.6) }, fleet =>
        {
            fleet.Plan.Load.Noise = 0.25;
            foreach (var protocol in fleet.Plan.Protocols.Take(2))
            {
                if (fleet.Hosts(protocol).Count == 0)
                    continue;
                var (structure, _) = fleet.Own(protocol);
                var entries = fleet.Hosts(protocol).Average(FleetBuilder.LiveBytes) * fleet.Random.LogBetween(0.05, 0.4) / structure.EntryBytes / fleet.Elements(protocol);
                fleet.Innocent(protocol, "a pool", structure, _ => new HighWater(entries));
            }
        }),
        new("interning", "a table of strings takes in each one once, and slowly runs out of new ones", false, true, new() { Days = (4, 20) }, fleet =>
        {
            var structure = Structures.Strings(fleet.Random);
            var entries = Entries(fleet, structure, 0.1, 0.5);
            var hours = fleet.Hours * fleet.Random.Between(0.06, 0.15);
            fleet.Innocent(fleet.Suspect, "intern table", structure, _ => new Saturating(entries, hours, perElement: true));
        }),
        new("refill", "many short runs, in each of which history fills up again; a long one shows that it ends", false, true, new() { Days = (6, 16), Looks = (500, 1500) }, fleet =>
        {
            foreach (var target in fleet.Plan.Targets)
            {
                target.RestartEveryHours = 0;
                for (var at = fleet.Hours * 0.04; at < fleet.Hours * 0.45; at += fleet.Hours * fleet.Random.Between(0.03, 0.08))
                    target.Restarts.Add(at);
            }

            var (structure, _) = fleet.Own(fleet.Suspect);
            var entries = Entries(fleet, structure, 0.2, 0.8);
            var fill = fleet.Hours * fleet.Random.Between(0.1, 0.2);
            fleet.Innocent(fleet.Suspect, "history, again after each restart", structure, _ => new Bounded(entries, fill, 0.005));
        }),
        new("heavy-tails", "bursts far beyond the ordinary, at random", false, true, new() { Days = (2, 14) }, fleet =>
        {
            foreach (var target in fleet.Plan.Targets)
            {
                for (var i = 0; i < target.Types.Count; i++)
                    target.Types[i] = target.Types[i] with { Noise = Math.Min(0.25, target.Types[i].Noise * 8) };
            }

            fleet.Plan.Load.Noise = 0.3;
        }),
        new("native-plateau", "memory beside the heap grows for days, and then no more", false, true, new() { Days = (4, 16) }, fleet =>
        {
            var entries = fleet.Hosts(fleet.Suspect).Average(FleetBuilder.LiveBytes) * fleet.Random.LogBetween(0.3, 1.2);
            var hours = fleet.Hours * fleet.Random.Between(0.05, 0.12);
            fleet.Plan.Growths.Add(new GrowthPlan { Id = $"I{fleet.Plan.Growths.Count + 1}", What = "a driver's buffers", Protocol = fleet.Suspect, NativeBytes = 1, Path = _ => new Saturating(entries, hours) });
        }),
        new("holes-plateau", "holes grow until the heap has settled", false, true, new() { Days = (4, 16) }, fleet =>
        {
            var entries = fleet.Hosts(fleet.Suspect).Average(FleetBuilder.LiveBytes) * fleet.Random.LogBetween(0.1, 0.5);
            var hours = fleet.Hours * fleet.Random.Between(0.05, 0.12);
            fleet.Plan.Growths.Add(new GrowthPlan { Id = $"I{fleet.Plan.Growths.Count + 1}", What = "holes of a settling heap", Protocol = fleet.Suspect, FreeBytes = 1, Path = _ => new Saturating(entries, hours) });
        }),
        new("configuration-step", "a setting is changed, and caches are twice as big from then on", false, true, new() { Days = (3, 16) }, fleet =>
        {
            var at = fleet.Hours * fleet.Random.Between(0.3, 0.6);
            var factor = fleet.Random.Between(1.6, 4);
            var settle = fleet.Hours * fleet.Random.Between(0.005, 0.06);
            var (structure, _) = fleet.Own(fleet.Suspect);
            var entries = Entries(fleet, structure, 0.05, 0.3);
            fleet.Innocent(fleet.Suspect, "bigger from one moment on", structure, _ => new Step(new Bounded(entries, fleet.Hours * 0.01, 0.02), at, factor, settle));
        }),
    ];

    /// <summary>Moves all elements of one process's protocols that the other hosts as well.</summary>
    internal static void MoveElements(TargetPlan from, TargetPlan to, double at, double back = double.PositiveInfinity)
    {
        foreach (var leaving in from.Hostings.ToList())
        {
            if (!to.Hosts(leaving.Protocol))
                continue;
            Change(from, leaving.Protocol, old => old with { Elements = hours => hours < at || hours >= back ? old.Elements(hours) : 0 });
            Change(to, leaving.Protocol, old => old with { Elements = hours => old.Elements(hours) + (hours < at || hours >= back ? 0 : leaving.Elements(hours)) });
        }
    }

    private static void Change(TargetPlan target, ProtocolPlan protocol, Func<Hosting, Hosting> change)
    {
        for (var i = 0; i < target.Hostings.Count; i++)
        {
            if (target.Hostings[i].Protocol == protocol)
                target.Hostings[i] = change(target.Hostings[i]);
        }
    }

    private static double Entries(FleetBuilder fleet, Structure structure, double low, double high) =>
        fleet.Hosts(fleet.Suspect).Average(FleetBuilder.LiveBytes) * fleet.Random.LogBetween(low, high) / structure.EntryBytes / fleet.Elements(fleet.Suspect);
}
