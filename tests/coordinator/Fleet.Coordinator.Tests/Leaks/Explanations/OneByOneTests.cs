using Fleet.Coordinator.Leaks.Explanations;

namespace Fleet.Coordinator.Tests.Leaks.Explanations;

public sealed class OneByOneTests
{
    [Fact]
    public async Task One_that_fails_does_not_stand_in_the_way_of_the_others()
    {
        List<int> done = [];
        List<(int, string)> failed = [];

        await OneByOne.EachAsync(
            [1, 2, 3],
            item =>
            {
                if (item == 2)
                    throw new TimeoutException("no answer");
                done.Add(item);
                return Task.CompletedTask;
            },
            (item, e) => failed.Add((item, e.Message)));

        Assert.Equal([1, 3], done);
        Assert.Equal([(2, "no answer")], failed);
    }

    [Fact]
    public Task A_bug_is_not_hidden() => Assert.ThrowsAsync<InvalidOperationException>(
        () => OneByOne.EachAsync([1], _ => throw new InvalidOperationException(), (_, _) => { }));
}
