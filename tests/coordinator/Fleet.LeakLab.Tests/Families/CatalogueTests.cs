using Fleet.LeakLab.Families;

namespace Fleet.LeakLab.Tests.Families;

public sealed class CatalogueTests
{
    [Fact]
    public void Names_are_unique() =>
        Assert.Equal(Catalogue.Families.Count, Catalogue.Families.Select(family => family.Name).Distinct().Count());

    [Fact]
    public void At_least_fifteen_families_are_never_in_train_and_some_of_either_sort()
    {
        var unseen = Catalogue.Families.Where(family => family.Unseen).ToList();
        Assert.True(unseen.Count >= 15);
        Assert.True(unseen.Count(family => family.Leaks) >= 5);
        Assert.True(unseen.Count(family => !family.Leaks) >= 5);
        Assert.Empty(Catalogue.Of("train").Intersect(unseen));
        Assert.Equal(unseen, Catalogue.Of("test").Where(family => family.Unseen));
    }

    [Fact]
    public void The_innocent_split_has_no_leak_and_lasts_thirty_days()
    {
        for (var i = 0; i < 30; i++)
        {
            var plan = Catalogue.Fleet("innocent", i, seed: 1);
            Assert.DoesNotContain(plan.Growths, growth => growth.Leak is not null);
            Assert.Equal(30 * 24, plan.Hours, precision: 6);
        }
    }

    [Fact]
    public void A_split_that_does_not_exist_is_named_in_the_error() =>
        Assert.Contains("'tset'", Assert.Throws<ArgumentException>(() => Catalogue.Of("tset")).Message, StringComparison.Ordinal);
}
