using Fleet.LeakLab.Growth;
using Fleet.LeakLab.Plans;

namespace Fleet.LeakLab.Families;

/// <summary>Leaks that are somewhere, and not elsewhere.</summary>
internal static class PlacesOfLeaks
{
    public static readonly Family[] All =
    [
        new("one-node", "a protocol leaks on one node only", true, false, new() { Targets = (8, 16), Share = (0.6, 0.9) }, fleet =>
        {
            var node = fleet.Random.Pick(fleet.Hosts(fleet.Suspect)).Node;
            var (structure, qaction) = fleet.Own(fleet.Suspect);
            var rate = fleet.PerElement(fleet.Suspect, structure, fleet.Hours);
            fleet.Leak(fleet.Suspect, "on one node", structure, qaction, _ => new Steady(rate), "node", onTarget: target => target.Node == node);
        }),
        new("everywhere", "a protocol leaks wherever it is, and it is everywhere", true, false, new() { Share = (1, 1) }, fleet =>
        {
            var (structure, qaction) = fleet.Own(fleet.Suspect);
            var rate = fleet.PerElement(fleet.Suspect, structure, fleet.Hours);
            fleet.Leak(fleet.Suspect, "everywhere", structure, qaction, _ => new Steady(rate));
        }),
        new("single", "one process, nothing to compare it with", true, false, new() { Targets = (1, 1), Share = (1, 1), Protocols = (2, 5), Looks = (400, 1500) }, fleet =>
        {
            var (structure, qaction) = fleet.Own(fleet.Suspect);
            var rate = fleet.PerElement(fleet.Suspect, structure, fleet.Hours, 0.1, 0.8);
            fleet.Leak(fleet.Suspect, "in the only process", structure, qaction, _ => new Steady(rate));
        }),
        new("carriers", "half of those that host the protocol have nothing that triggers the leak", true, false, new() { Targets = (8, 16), Share = (0.6, 0.8) }, fleet =>
        {
            var hosts = fleet.Hosts(fleet.Suspect);
            var triggered = fleet.Random.Pick(hosts, Math.Max(2, hosts.Count / 2)).ToHashSet();
            var (structure, qaction) = fleet.Own(fleet.Suspect);
            var rate = fleet.PerElement(fleet.Suspect, structure, fleet.Hours);
            fleet.Leak(fleet.Suspect, "only when triggered", structure, qaction, _ => new Steady(rate), "instance", onTarget: triggered.Contains);
        }),
        new("two-protocols", "two protocols leak in the same processes, each its own way", true, false, new() { Targets = (6, 14), Share = (0.4, 0.7) }, fleet =>
        {
            var other = fleet.Plan.Protocols[1];
            foreach (var target in fleet.Random.Pick(fleet.Hosts(fleet.Suspect), 2))
            {
                if (!target.Hosts(other))
                    target.Hostings.Add(new Hosting(other, other.Version, _ => 8));
            }

            foreach (var protocol in new[] { fleet.Suspect, other })
            {
                var (structure, qaction) = fleet.Own(protocol);
                var rate = fleet.PerElement(protocol, structure, fleet.Hours, 0.06, 0.4);
                fleet.Leak(protocol, "one of two", structure, qaction, _ => new Steady(rate));
            }
        }),
        new("held-strings", "strings make up the bytes, a few small objects of the protocol hold them", true, false, new() { Targets = (5, 14) }, fleet =>
        {
            var (structure, qaction) = fleet.Own(fleet.Suspect, Structures.HeldStrings);
            var rate = fleet.PerElement(fleet.Suspect, structure, fleet.Hours);
            fleet.Leak(fleet.Suspect, "strings with an owner", structure, qaction, _ => new Steady(rate));
        }),
        new("bad-delivery", "a leak in summaries that are late, doubled, missing, torn, and by wrong clocks", true, false, new() { BadDelivery = true }, fleet =>
        {
            var (structure, qaction) = fleet.Own(fleet.Suspect);
            var rate = fleet.PerElement(fleet.Suspect, structure, fleet.Hours, 0.15, 0.8);
            fleet.Leak(fleet.Suspect, "badly delivered", structure, qaction, _ => new Steady(rate));
        }),
        new("two-qactions", "two QActions of one protocol leak, each on its own", true, true, new() { Targets = (5, 14) }, fleet =>
        {
            // Told apart by their pace, too: one goes on all the time, the other begins later.
            var begins = fleet.Hours * fleet.Random.Between(0.2, 0.45);
            var (first, one) = fleet.Own(fleet.Suspect);
            var rate = fleet.PerElement(fleet.Suspect, first, fleet.Hours, 0.06, 0.4);
            fleet.Leak(fleet.Suspect, "first QAction", first, one, _ => new Steady(rate));
            var (second, two) = fleet.Own(fleet.Suspect);
            while (two == one)
                (second, two) = fleet.Own(fleet.Suspect);
            var late = fleet.PerElement(fleet.Suspect, second, fleet.Hours - begins, 0.06, 0.4);
            fleet.Leak(fleet.Suspect, "second QAction", second, two, _ => new During(new Steady(late), begins));
        }),
        new("always-together", "framework types leak, and two protocols are always hosted together: nobody can tell whose", true, true, new() { Targets = (6, 14), Protocols = (4, 7) }, fleet =>
        {
            var other = fleet.Plan.Protocols[1];
            foreach (var target in fleet.Plan.Targets)
            {
                target.Hostings.RemoveAll(hosting => hosting.Protocol == other);
                if (target.Hosts(fleet.Suspect))
                    target.Hostings.Add(new Hosting(other, other.Version, _ => 6));
            }

            var structure = Structures.Strings(fleet.Random);
            var rate = fleet.PerElement(fleet.Suspect, structure, fleet.Hours);
            fleet.Leak(fleet.Suspect, "unidentifiable", structure, null, _ => new Steady(rate));
        }),
        new("failover", "the elements move to another node in mid-series, and the leak with them", true, true, new() { Targets = (6, 12), Share = (0.5, 0.7) }, fleet =>
        {
            var at = fleet.Hours * fleet.Random.Between(0.35, 0.6);
            var hosts = fleet.Hosts(fleet.Suspect);
            var (from, to) = (hosts[0], hosts[^1]);
            Innocents.MoveElements(from, to, at);
            var (structure, qaction) = fleet.Own(fleet.Suspect);
            var rate = fleet.PerElement(fleet.Suspect, structure, fleet.Hours, 0.15, 0.6);
            fleet.Leak(fleet.Suspect, "moves with its elements", structure, qaction, _ => new Steady(rate));
        }),
        new("big-fleet", "one version among three leaks in a fleet of dozens", true, true, new() { Targets = (35, 60), Share = (0.7, 0.9), Protocols = (8, 14), Rows = 3_500_000, Looks = (300, 500) }, fleet =>
        {
            Versions.Split(fleet, fleet.Suspect, 0.6);
            var hosts = fleet.Hosts(fleet.Suspect);
            var bad = Versions.Next(fleet.Suspect.Version, 2);
            foreach (var target in fleet.Random.Pick(hosts, hosts.Count / 4))
            {
                for (var i = 0; i < target.Hostings.Count; i++)
                {
                    if (target.Hostings[i].Protocol == fleet.Suspect)
                        target.Hostings[i] = target.Hostings[i] with { Version = bad };
                }
            }

            var (structure, qaction) = fleet.Own(fleet.Suspect);
            var rate = fleet.PerElement(fleet.Suspect, structure, fleet.Hours, version: bad);
            fleet.Leak(fleet.Suspect, "one version of three", structure, qaction, _ => new Steady(rate), "protocolVersion", version => version == bad);
        }),
        new("wide-heap", "thousands of types, one of which leaks", true, true, new() { Targets = (2, 4), Framework = (2000, 5000), Rows = 4_000_000, Looks = (300, 400), Share = (0.5, 1) }, fleet =>
        {
            var (structure, qaction) = fleet.Own(fleet.Suspect);
            var rate = fleet.PerElement(fleet.Suspect, structure, fleet.Hours);
            fleet.Leak(fleet.Suspect, "among thousands of types", structure, qaction, _ => new Steady(rate));
        }),
    ];
}
