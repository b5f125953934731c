using Fleet.Agent.Looks;
using Fleet.Agent.Uplink;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Agent.Tests.Looks;

public sealed class AdmittedLookTests
{
    private static readonly LookRequest s_request = new(new InstanceIdentity("node", 1, DateTimeOffset.UnixEpoch), LookTrigger.Schedule);

    [Fact]
    public async Task A_refused_double_takes_no_look_until_it_is_accepted()
    {
        var admission = new Admission();
        var taken = new CountedLook();
        var look = new AdmittedLook(taken, admission);
        Assert.True((await look.TakeAsync(s_request, CancellationToken.None)).Taken);

        admission.Refuse();
        var refused = await look.TakeAsync(s_request, CancellationToken.None);
        Assert.False(refused.Taken);
        Assert.Contains("another one has its node id", refused.Detail, StringComparison.Ordinal);
        Assert.Equal(1, taken.Count);

        admission.Accept();
        Assert.True((await look.TakeAsync(s_request, CancellationToken.None)).Taken);
        Assert.Equal(2, taken.Count);
    }

    private sealed class CountedLook : IHeapLook
    {
        public int Count { get; private set; }

        public Task<LookOutcome> TakeAsync(LookRequest request, CancellationToken cancellationToken)
        {
            Count++;
            return Task.FromResult(new LookOutcome(true, ""));
        }
    }
}
