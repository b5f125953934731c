using Fleet.LeakLab.Growth;

namespace Fleet.LeakLab.Families;

/// <summary>Leaks that go on all the time.</summary>
internal static class SteadyLeaks
{
    public static readonly Family[] All =
    [
        new("steady-dictionary", "a static dictionary that grows with every element of a protocol", true, false, new(), fleet =>
        {
            var (structure, qaction) = fleet.Own(fleet.Suspect, Structures.Dictionary);
            Add(fleet, structure, qaction, "static dictionary without clean-up");
        }),
        new("any-structure", "a structure of a protocol's own, entries, nodes, strings and arrays growing together", true, false, new(), fleet =>
        {
            var (structure, qaction) = fleet.Own(fleet.Suspect);
            Add(fleet, structure, qaction, "never cleaned up");
        }),
        new("load-coupled", "every piece of work leaves something behind", true, false, new() { Days = (3, 14), Daily = (0.2, 0.7) }, fleet =>
        {
            var (structure, qaction) = fleet.Own(fleet.Suspect);
            var rate = fleet.PerElement(fleet.Suspect, structure, fleet.Hours);
            fleet.Leak(fleet.Suspect, "each request leaves a trace", structure, qaction, _ => new Steady(rate, 0.2, loadPower: 1));
        }),
        new("one-version", "one version of a protocol leaks, another doesn't", true, false, new() { Targets = (6, 16), Share = (0.6, 0.9) }, fleet =>
        {
            var bad = Versions.Split(fleet, fleet.Suspect, 0.5);
            var (structure, qaction) = fleet.Own(fleet.Suspect);
            var rate = fleet.PerElement(fleet.Suspect, structure, fleet.Hours, version: bad);
            fleet.Leak(fleet.Suspect, "introduced by a version", structure, qaction, _ => new Steady(rate), "protocolVersion", version => version == bad);
        }),
        new("framework-strings", "strings in a static list; only who hosts the protocol tells whose", true, false, new() { Targets = (6, 16) }, fleet =>
            Add(fleet, Structures.Strings(fleet.Random), null, "log lines kept for ever")),
        new("mid-series", "begins in the middle of the series, without a restart", true, false, new(), fleet =>
        {
            var begins = fleet.Hours * fleet.Random.Between(0.2, 0.6);
            var (structure, qaction) = fleet.Own(fleet.Suspect);
            var rate = fleet.PerElement(fleet.Suspect, structure, fleet.Hours - begins);
            fleet.Leak(fleet.Suspect, "begins with a change of configuration", structure, qaction, _ => new During(new Steady(rate), begins));
        }),
    ];

    private static void Add(FleetBuilder fleet, Structure structure, string? qaction, string what)
    {
        var rate = fleet.PerElement(fleet.Suspect, structure, fleet.Hours);
        fleet.Leak(fleet.Suspect, what, structure, qaction, _ => new Steady(rate));
    }
}
