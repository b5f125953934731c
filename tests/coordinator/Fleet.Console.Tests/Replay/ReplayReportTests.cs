using Fleet.Analysis.Incidents;
using Fleet.Analysis.Trends;
using Fleet.Console.Configuration;
using Fleet.Console.Rendering;
using Fleet.Console.Replay;
using Fleet.Contracts.Identity;

namespace Fleet.Console.Tests.Replay;

public sealed class ReplayReportTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 3, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_explained_incident_says_what_to_do_after_the_evidence()
    {
        var lines = Explain(Leak()).ToList();

        Assert.Contains("  a number behind the verdict", lines);
        var title = lines.IndexOf("What to do");
        Assert.True(title > lines.IndexOf("  a number behind the verdict"));
        Assert.StartsWith("  Isolate Acme Poll so that what shares its process survives: on dma-07, ", lines[title + 1], StringComparison.Ordinal);
        Assert.Contains("<Name>Acme Poll</Name>", lines[title + 1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_one_needs_nothing_done() =>
        Assert.DoesNotContain("What to do", Explain(Leak() with { State = IncidentState.Withdrawn, ClosedAt = s_now, ClosedReason = "plateau" }));

    private static string[] Explain(Incident incident)
    {
        using var writer = new StringWriter();
        ReplayReport.Explain(Screens.Create(new StreamOutput(writer, redirected: true), ColorChoice.Auto), incident);
        return writer.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }

    private static Incident Leak() => new()
    {
        Id = "a1",
        State = IncidentState.Open,
        Kind = LeakKind.Managed,
        Type = "Acme.Row",
        Module = "Acme Poll.1.0.0.4.QAction.1",
        Protocol = "Acme Poll",
        ProtocolVersions = ["1.0.0.4"],
        QAction = "1",
        RelatedTypes = [],
        Instances = [new AffectedInstance(new InstanceIdentity("dma-07", 4242, s_now), new Interval(3e7, 2e7, 4e7), 1000, 64000)],
        BytesPerHour = new Interval(3e7, 2e7, 4e7),
        TimeToLimit = null,
        ExplainedBy = null,
        DetectedAt = s_now,
        UpdatedAt = s_now,
        Confidence = 0.9,
        Evidence = ["a number behind the verdict"],
    };
}
