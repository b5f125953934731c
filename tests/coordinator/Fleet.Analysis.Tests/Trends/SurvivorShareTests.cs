using Fleet.Analysis.Trends;

namespace Fleet.Analysis.Tests.Trends;

public sealed class SurvivorShareTests
{
    private const int Looks = 60;

    [Fact]
    public void A_share_that_goes_up_and_down_hides_nothing_of_bytes_that_hardly_move()
    {
        var random = new Random(3);
        var share = new SurvivorShare();
        var values = Enumerable.Range(0, Looks).Select(look => Take(ref share, 1e6 + (2e3 * look), 0.75 + (0.2 * (random.NextDouble() - 0.5)))).ToList();

        // Where it was noise, it moves by up to a fifth from look to look.
        Assert.All(values.Zip(values.Skip(1)).Skip(30), step => Assert.InRange(step.Second / step.First, 0.99, 1.01));
        Assert.InRange(values[^1] / (1e6 + (2e3 * (Looks - 1))), 0.7, 0.8);
    }

    [Fact]
    public void Bytes_that_don_t_move_stay_where_they_are_under_it()
    {
        var random = new Random(3);
        var share = new SurvivorShare();
        var values = Enumerable.Range(0, Looks).Select(_ => Take(ref share, 1e6, 0.75 + (0.2 * (random.NextDouble() - 0.5)))).ToList();

        Assert.Single(values.Skip(30).Distinct());
    }

    [Fact]
    public void Objects_that_grow_old_all_at_once_are_what_outlived_a_collection()
    {
        var share = new SurvivorShare();
        for (var look = 0; look < Looks; look++)
        {
            var old = 0.4 + (0.1 * (look / 12));
            Assert.Equal(1e6 * old, Take(ref share, 1e6, old));
        }
    }

    [Fact]
    public void Garbage_among_the_young_is_not_counted()
    {
        var random = new Random(5);
        var share = new SurvivorShare();
        for (var look = 0; look < Looks; look++)
        {
            var bytes = 1e6 + (1e6 * random.NextDouble());
            Assert.Equal(1e6, Take(ref share, bytes, 1e6 / bytes), 1e-3);
        }
    }

    private static double Take(ref SurvivorShare share, double bytes, double old) => share.Take(bytes * old, bytes, bytes * old);
}
