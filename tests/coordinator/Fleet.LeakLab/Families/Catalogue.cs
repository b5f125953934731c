using System.Globalization;
using Fleet.LeakLab.Plans;
using Fleet.LeakLab.Randomness;

namespace Fleet.LeakLab.Families;

/// <summary>All families, and the fleets of the splits.</summary>
internal static class Catalogue
{
    /// <summary>The families, leaks first.</summary>
    public static IReadOnlyList<Family> Families { get; } =
    [
        .. SteadyLeaks.All,
        .. FormsOfLeaks.All,
        .. PlacesOfLeaks.All,
        .. OtherMemory.All,
        .. Updates.All,
        .. EverydayInnocents.All,
        .. Innocents.All,
    ];

    /// <summary>Families of a split: train has no unseen ones, test has all, innocent those that don't leak.</summary>
    /// <exception cref="ArgumentException">No such split.</exception>
    public static IReadOnlyList<Family> Of(string split) => split switch
    {
        "train" => [.. Families.Where(family => !family.Unseen)],
        "test" => Families,
        "innocent" => [.. Families.Where(family => !family.Leaks)],
        _ => throw new ArgumentException($"There is no split '{split}': train, test or innocent."),
    };

    /// <summary>One fleet of a split. Fleets go through the families in turn; each is decided by the split, its number and the seed alone.</summary>
    /// <param name="split">train, test or innocent.</param>
    /// <param name="number">From 0.</param>
    /// <param name="seed">Of the split.</param>
    /// <param name="only">The one family to take; null: by turns.</param>
    /// <param name="adjust">Changes to the family's setting.</param>
    public static FleetPlan Fleet(string split, int number, ulong seed, string? only = null, Func<Setting, Setting>? adjust = null)
    {
        var families = Of(split);
        var family = only is null ? families[number % families.Count] : families.First(family => family.Name == only);
        var name = string.Create(CultureInfo.InvariantCulture, $"{split}-{number:0000}-{family.Name}");
        var own = RandomStream.For(seed, name).Next();
        var random = RandomStream.For(own, "plan");
        var month = split == "innocent";
        var setting = month ? family.Setting with { Days = (30, 30), Looks = (720, 1500), Rows = 900_000 } : family.Setting;
        var plan = new Landscape(adjust is null ? setting : adjust(setting), random).Draw(name, family, split, own);
        var builder = new FleetBuilder(plan, random);
        builder.Everyday();
        family.Build(builder);
        if (month && plan.Protocols.Count > 0)
        {
            // In a month more than one thing happens.
            foreach (var other in random.Pick([.. families.Where(other => other != family && other.Setting.DataMiner)], 2))
                other.Build(builder);
        }

        return plan;
    }
}
