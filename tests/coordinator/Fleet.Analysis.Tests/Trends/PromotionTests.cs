using Fleet.Analysis.Tests.Lab;
using Fleet.Analysis.Trends;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Tests.Trends;

/// <summary>Looks that are far denser than the collections that promote what is young, once the collector has found its pace.</summary>
public sealed class PromotionTests
{
    private const int LooksOfCollection = 3;
    private const int LooksOfCollectionLater = 24;
    private const int Later = 40;
    private const int BytesOfLook = 200_000;
    private static readonly Pace s_pace = Pace.Fast;
    private static readonly TypeKey s_garbage = new("System.String", "System.Private.CoreLib");

    [Fact]
    public void A_leak_is_not_lost_between_rare_collections()
    {
        var (known, lost) = Watch(kept: Families.Type);

        Assert.InRange(known, 1, 100);
        Assert.Equal(0, lost);
    }

    [Fact]
    public void What_dies_at_the_next_collection_is_no_leak_meanwhile()
    {
        var (known, _) = Watch(kept: default);

        Assert.Equal(0, known);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 900)]
    public void What_is_young_counts_once_two_collections_kept_it_that_were_waited_for(bool waiting, double young)
    {
        Promotion promotion = default;
        var survivors = 0.0;
        for (var collection = 0; collection < 2; collection++)
        {
            Assert.Equal(survivors, promotion.Take(survivors, 500, waiting));
            Assert.Equal(survivors, promotion.Take(survivors, 1000, waiting));
            survivors += 1000;
            Assert.Equal(survivors, promotion.Take(survivors, 10, waiting: false));
        }

        Assert.Equal(survivors + young, promotion.Take(survivors, 900, waiting));
    }

    // First look with the kept type known to leak, 0 when it never is, and how often it is not known any more.
    private static (int Known, int Lost) Watch(TypeKey kept)
    {
        var instance = new InstanceIdentity("node-1", 17, new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        var trends = new InstanceTrends(instance, s_pace.Options);
        long old = 3_000_000, young = 0;
        var (known, lost) = (0, 0);
        for (var look = 1; look <= 300; look++)
        {
            young += BytesOfLook;
            if (look % (look < Later ? LooksOfCollection : LooksOfCollectionLater) == 0)
                (old, young) = (kept == default ? old : old + young, BytesOfLook / 4);

            // What comes and goes with the collections shows which of them promoted.
            var other = look / LooksOfCollectionLater % 2 * 200_000;
            List<TypeRow> rows =
            [
                new("System.Byte[]", "System.Private.CoreLib", 1000, 2_000_000 + other, 0, other, 2_000_000, 0, 0, 0),
                new(s_garbage.Name, s_garbage.Module, 1000, 2_000_000 + young, young, 0, 2_000_000, 0, 0, 0),
            ];
            if (kept != default)
                rows.Add(new TypeRow(kept.Name, kept.Module, 1000, old + young, young, 0, old, 0, 0, 0));
            trends.Observe(Summaries.Of(instance, instance.StartedAt + (look * s_pace.Look), rows));

            var suspects = trends.Suspects();
            Assert.DoesNotContain(suspects, suspect => suspect.Type == s_garbage);
            if (suspects.Count > 0 && known == 0)
                known = look;
            if (suspects.Count == 0 && known > 0)
                lost++;
        }

        return (known, lost);
    }
}
