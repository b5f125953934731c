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
        .. EverydayInnocents.All,
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
    public static FleetPlan Fleet(string split, int number, ulong seed, string? only = null)
    {
        var families = Of(split);
        var family = only is null ? families[number % families.Count] : families.First(family => family.Name == only);
        var name = string.Create(CultureInfo.InvariantCulture, $"{split}-{number:0000}-{family.Name}");
        var own = RandomStream.For(seed, name).Next();
        var random = RandomStream.For(own, "plan");
        var plan = new Landscape(family.Setting, random).Draw(name, family, split, own);
        var builder = new FleetBuilder(plan, random);
        builder.Everyday();
        family.Build(builder);
        return plan;
    }
}
