using Fleet.Coordinator.Configuration;
using Fleet.Coordinator.Leaks.Explanations;
using static Fleet.Coordinator.Tests.Leaks.Explanations.Incidents;
using IncidentState = Fleet.Analysis.Incidents.IncidentState;

namespace Fleet.Coordinator.Tests.Leaks.Explanations;

public sealed class LastEvidenceTests
{
    private static readonly ExplainOptions Options = new();
    private static readonly TimeSpan EveryFiveMinutes = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(0, true)]
    [InlineData(0.9, true)]
    [InlineData(1.1, false)]
    [InlineData(double.PositiveInfinity, false)]
    public void It_is_due_within_an_hour_of_the_limit(double hours, bool due) =>
        Assert.Equal(due, LastEvidence.IsDue(NearLimit(hours), EveryFiveMinutes, Options));

    [Theory]
    [InlineData(5.9, true)]
    [InlineData(6.1, false)]
    public void It_is_due_within_six_looks_where_they_are_rare(double hours, bool due) =>
        Assert.Equal(due, LastEvidence.IsDue(NearLimit(hours), TimeSpan.FromHours(1), Options));

    [Fact]
    public void What_is_closed_or_has_no_limit_is_left_alone()
    {
        Assert.False(LastEvidence.IsDue(NearLimit(0.5) with { State = IncidentState.Withdrawn }, EveryFiveMinutes, Options));
        Assert.False(LastEvidence.IsDue(Of("1.0.0.4"), EveryFiveMinutes, Options));
    }
}
