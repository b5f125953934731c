using Fleet.Analysis.Advice;
using Fleet.Analysis.Incidents;
using Fleet.Analysis.Trends;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Tests.Advice;

public sealed class IncidentAdviceTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 3, 0, 0, 0, TimeSpan.Zero);
    private static readonly InstanceIdentity s_first = new("9f2c", 4242, s_now.AddDays(-1));
    private static readonly InstanceIdentity s_second = new("77aa", 77, s_now.AddDays(-1));

    [Fact]
    public void A_limit_that_is_near_asks_for_a_dump_and_a_restart_before_it()
    {
        var lines = IncidentAdvice.For(Leak() with { TimeToLimit = new TimeToLimit(s_first, new Interval(9, 7.4, 12), 2L << 30) }, Named());

        Assert.Equal(
            "dma-07/4242 reaches its limit in 9 h (7.4 to 12): take a dump with 'fleet dump dma-07/4242 --upload', and restart the process in a quiet window within 7 h.",
            lines[0]);
    }

    [Fact]
    public void A_limit_within_the_hour_leaves_no_time_for_a_quiet_window()
    {
        var lines = IncidentAdvice.For(Leak() with { TimeToLimit = new TimeToLimit(s_first, new Interval(1.2, 0.8, 2), 2L << 30) }, Named());

        Assert.EndsWith("restart the process as soon as it is written.", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_that_is_far_asks_for_evidence_only()
    {
        var lines = IncidentAdvice.For(Leak() with { TimeToLimit = new TimeToLimit(s_first, new Interval(40, 30, 60), 2L << 30) }, Named());

        Assert.DoesNotContain(lines, line => line.Contains("restart the process", StringComparison.Ordinal));
        Assert.Equal("Take a dump while it grows, 'fleet dump dma-07/4242 --upload': 'fleet heap --dump FILE --retention' says who holds what.", lines[^1]);
    }

    [Fact]
    public void Nothing_is_asked_of_an_instance_that_has_ended()
    {
        var leak = Leak() with { TimeToLimit = new TimeToLimit(s_first, new Interval(9, 7.4, 12), 2L << 30) };

        var one = IncidentAdvice.For(leak, Named() with { Ended = new HashSet<InstanceIdentity> { s_first } });
        var all = IncidentAdvice.For(leak, Named() with { Ended = new HashSet<InstanceIdentity> { s_first, s_second } });

        Assert.StartsWith("Take a dump while it grows, 'fleet dump dma-08/77 --upload':", one[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(one, line => line.Contains("4242", StringComparison.Ordinal));
        Assert.DoesNotContain(all, line => line.Contains("fleet dump", StringComparison.Ordinal));
    }

    [Fact]
    public void A_node_whose_name_has_a_space_is_quoted_and_one_without_a_name_goes_by_its_id()
    {
        var spaced = IncidentAdvice.For(Leak(), new AdviceFacts { NodeNames = new Dictionary<string, string> { ["9f2c"] = "DMA seven" } });
        var unnamed = IncidentAdvice.For(Leak(), AdviceFacts.None);

        Assert.Contains("'fleet dump \"DMA seven/4242\" --upload'", spaced[^1], StringComparison.Ordinal);
        Assert.Contains("'fleet dump 9f2c/4242 --upload'", unnamed[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_protocol_that_shares_its_process_is_isolated_by_either_configuration()
    {
        var lines = IncidentAdvice.For(Leak(), Hosting((s_first, ["Trap & Poll", "Modem"]), (s_second, ["Trap & Poll", "Switch"])));

        Assert.Equal(
            "Isolate Trap & Poll so that what shares its process survives: on dma-07, dma-08, stop DataMiner, write "
            + "<SeparateProcesses><Protocols><Protocol><Name>Trap &amp; Poll</Name></Protocol></Protocols></SeparateProcesses> "
            + @"inside <ProcessOptions> of C:\Skyline DataMiner\DataMiner.xml, and start DataMiner (10.2.5 or later, not with scriptingProcesses=""[Service]"").",
            lines[0]);
        Assert.Equal(
            "Or, without a restart of DataMiner (10.2.7 or later), write <SystemOptions><RunInSeparateInstance>true</RunInSeparateInstance></SystemOptions> "
            + "inside <Protocol> of the protocol.xml of Trap & Poll 1.0.0.4: each of its elements then has processes of its own.",
            lines[1]);
    }

    [Fact]
    public void Only_nodes_where_the_protocol_shares_its_process_are_touched()
    {
        var lines = IncidentAdvice.For(Leak(), Hosting((s_first, ["Trap & Poll"]), (s_second, ["Trap & Poll", "Switch"])));

        Assert.Contains("on dma-08, stop DataMiner", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_protocol_that_is_alone_already_or_not_known_is_not_isolated()
    {
        var alone = IncidentAdvice.For(Leak(), Hosting((s_first, ["Trap & Poll"]), (s_second, ["Trap & Poll"])));
        var unknown = IncidentAdvice.For(Leak() with { Protocol = null, QAction = null }, Named());

        Assert.DoesNotContain(alone.Concat(unknown), line => line.Contains("SeparateProcesses", StringComparison.Ordinal) || line.Contains("RunInSeparateInstance", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_many_nodes_three_are_named()
    {
        var many = Leak() with { Instances = [.. Enumerable.Range(1, 5).Select(i => new AffectedInstance(new InstanceIdentity($"dma-{i}", i, s_now), default, 1, 1))] };

        Assert.Contains("on dma-1, dma-2, dma-3 and 2 more, stop", IncidentAdvice.For(many, AdviceFacts.None)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void More_elements_than_a_DMA_can_isolate_are_not_isolated()
    {
        var facts = Named() with { Hosted = new Dictionary<InstanceIdentity, IReadOnlyList<HostedProtocol>> { [s_first] = [new("Trap & Poll", "1.0.0.4", 120), new("Modem", "1.0.0.1", 2)] } };

        var lines = IncidentAdvice.For(Leak(), facts);

        Assert.Equal("Trap & Poll has 120 elements in one process: too many to isolate, as each takes processes of its own and a DMA isolates 40 at most.", lines[0]);
        Assert.DoesNotContain(lines, line => line.Contains("SeparateProcesses", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1.0.0.3", "Only 1.0.0.4 of Trap & Poll leaks: roll back to 1.0.0.3, which runs here and does not leak.")]
    [InlineData("1.0.0.3 1.0.0.10", "Only 1.0.0.4 of Trap & Poll leaks: update to 1.0.0.10, which runs here and does not leak.")]
    [InlineData("1.0.0.4", "Only 1.0.0.4 of Trap & Poll leaks: roll back or update to a version that does not leak.")]
    [InlineData("", "Only 1.0.0.4 of Trap & Poll leaks: roll back or update to a version that does not leak.")]
    public void A_leak_of_one_version_names_the_version_to_go_to(string healthy, string expected)
    {
        var leak = Leak() with { ExplainedBy = new Explanation("protocolVersion", "Trap & Poll 1.0.0.4", 2, 2, 0, 28, 1e-9, []) };

        Assert.Contains(expected, IncidentAdvice.For(leak, Named() with { HealthyVersions = healthy.Split(' ', StringSplitOptions.RemoveEmptyEntries) }));
    }

    [Fact]
    public void Several_leaking_versions_are_left_for_one_beyond_all_of_them()
    {
        var leak = Leak() with { ProtocolVersions = ["1.0.0.4", "1.0.0.5"], ExplainedBy = new Explanation("protocolVersion", "Trap & Poll 1.0.0.4", 2, 2, 0, 28, 1e-9, []) };

        Assert.Contains(
            "Only 1.0.0.4, 1.0.0.5 of Trap & Poll leak: roll back to 1.0.0.3_DEV, which runs here and does not leak.",
            IncidentAdvice.For(leak, Named() with { HealthyVersions = ["1.0.0.3_DEV", "1.0.0.2", "1.0.0.5"] }));
    }

    [Fact]
    public void A_leak_that_its_version_does_not_explain_says_nothing_of_versions() =>
        Assert.DoesNotContain(
            IncidentAdvice.For(Leak() with { ExplainedBy = new Explanation("protocol", "Trap & Poll", 2, 2, 0, 28, 1e-9, []) }, Named() with { HealthyVersions = ["1.0.0.3"] }),
            line => line.Contains("roll back", StringComparison.Ordinal));

    [Theory]
    [InlineData("static TrapReceiver.Rows → Dictionary<UInt32, TrapRow>", "The static field TrapReceiver.Rows of QAction 7 holds most of them: ")]
    [InlineData("static TrapReceiver.Rows -> Dictionary<UInt32, TrapRow>", "The static field TrapReceiver.Rows of QAction 7 holds most of them: ")]
    [InlineData("thread static TrapReceiver.Buffers → Byte[] (12 objects, 3 MB)", "The static field TrapReceiver.Buffers of QAction 7 holds most of them: ")]
    [InlineData("static TrapReceiver.Last (1 object, 3 MB)", "The static field TrapReceiver.Last of QAction 7 holds most of them: ")]
    [InlineData("strong handle → Timer → TrapRow", "They are held by a strong handle of QAction 7: find who makes it (GCHandle.Alloc, or a callback,")]
    [InlineData("ref-counted handle → TrapRow", "Unmanaged code holds them through COM: ")]
    [InlineData("finalizer queue → TrapRow", "They wait for their finalizers, one of which is slow or blocked: ")]
    [InlineData("stack Poller.Run → TrapRow", "They are held by stack Poller.Run of QAction 7: release them there.")]
    public void A_known_holder_is_named(string holder, string beginning)
    {
        var lines = IncidentAdvice.For(Leak(), Named() with { Holders = [holder] });

        Assert.Contains(lines, line => line.StartsWith(beginning, StringComparison.Ordinal));
        // Who holds them is known: no dump is needed for that.
        Assert.DoesNotContain(lines, line => line.Contains("fleet dump", StringComparison.Ordinal));
    }

    [Fact]
    public void Elements_are_spoken_of_only_where_there_are_protocols()
    {
        var plain = Leak() with { Protocol = null, QAction = null, Module = "Shop" };
        var held = Named() with { Holders = ["static Cache.Rows → Row"] };

        Assert.Contains("The static field Cache.Rows holds most of them: take entries out when what they are for is done.", IncidentAdvice.For(plain, held));
        Assert.Contains(
            IncidentAdvice.For(plain, Hosting((s_first, ["Modem"])) with { Holders = held.Holders }),
            line => line.EndsWith("static fields outlive elements.", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_several_holders_the_one_with_most_is_named()
    {
        const string Static = "static TrapReceiver.Rows → TrapRow";
        const string Stack = "stack Poller.Run → List<TrapRow>";

        Assert.Contains(IncidentAdvice.For(Leak(), Named() with { Holders = [Static, Stack] }), line => line.StartsWith("The static field TrapReceiver.Rows", StringComparison.Ordinal));
        Assert.Contains(IncidentAdvice.For(Leak(), Named() with { Holders = [Stack, Static] }), line => line.StartsWith("They are held by stack Poller.Run", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_holder_the_classic_one_is_to_be_looked_for() =>
        Assert.Contains(
            "Look in the code of QAction 7 for a static collection of Acme.TrapRow by element that nothing is taken out of: static fields are shared by all elements and outlive them.",
            IncidentAdvice.For(Leak(), Named()));

    [Fact]
    public void A_native_leak_points_at_what_is_not_disposed_of() =>
        Assert.Contains(
            "Look in Trap & Poll for objects that implement IDisposable and are never disposed of, and for unmanaged libraries whose allocations are not released.",
            IncidentAdvice.For(Leak(LeakKind.Native), Named()));

    [Fact]
    public void Fragmentation_points_at_pins_and_large_objects() =>
        Assert.Contains(
            IncidentAdvice.For(Leak(LeakKind.Fragmentation) with { Protocol = null }, Named()),
            line => line.StartsWith("Look for pinned objects", StringComparison.Ordinal) && line.Contains("large objects", StringComparison.Ordinal));

    [Fact]
    public void Assemblies_point_at_what_makes_code_compile_anew()
    {
        Assert.Contains(
            IncidentAdvice.For(Leak(LeakKind.Assemblies) with { QAction = "7", Culprit = "Trap & Poll.1.0.0.4.QAction.7" }, Named()),
            line => line.StartsWith("QAction 7 in Trap & Poll is compiled and loaded again and again, and what is loaded stays until the process ends", StringComparison.Ordinal));
        Assert.Contains(
            IncidentAdvice.For(Leak(LeakKind.Assemblies) with { Protocol = null, Culprit = "Microsoft.GeneratedCode" }, Named()),
            line => line.StartsWith("Microsoft.GeneratedCode is compiled and loaded again and again", StringComparison.Ordinal));
        Assert.Contains(
            IncidentAdvice.For(Leak(LeakKind.Assemblies) with { Protocol = null, Culprit = "" }, Named()),
            line => line.StartsWith("Code is compiled and loaded again and again", StringComparison.Ordinal));
    }

    [Fact]
    public void Handles_point_at_who_makes_them_by_their_kind() =>
        Assert.Contains(
            "Look in Trap & Poll for handles of the kind Pinned that are made and never freed: GCHandle.Alloc without Free, callbacks and events of unmanaged code.",
            IncidentAdvice.For(Leak(LeakKind.Handles) with { Culprit = "Pinned" }, Named()));

    [Fact]
    public void Waiting_objects_point_at_a_finalizer_that_blocks() =>
        Assert.Contains(
            IncidentAdvice.For(Leak(LeakKind.Finalizers) with { Protocol = null, Culprit = "System.IO.FileStream" }, Named()),
            line => line.StartsWith("Look for a finalizer that is slow, blocks or never returns, of System.IO.FileStream or what is queued before it", StringComparison.Ordinal));

    [Fact]
    public void No_incident_has_more_than_five_lines_or_none_while_it_stands()
    {
        var all = Leak() with
        {
            TimeToLimit = new TimeToLimit(s_first, new Interval(9, 7, 12), 2L << 30),
            ExplainedBy = new Explanation("protocolVersion", "Trap & Poll 1.0.0.4", 2, 2, 0, 28, 1e-9, []),
        };

        Assert.Equal(IncidentAdvice.MostLines, IncidentAdvice.For(all, Named()).Count);
        foreach (var kind in Enum.GetValues<LeakKind>())
        {
            Assert.InRange(IncidentAdvice.For(Leak(kind) with { Protocol = null, QAction = null }, AdviceFacts.None).Count, 1, IncidentAdvice.MostLines);
            Assert.InRange(IncidentAdvice.For(Leak(kind), AdviceFacts.None).Count, 1, IncidentAdvice.MostLines);
        }
    }

    [Fact]
    public void A_closed_incident_needs_nothing_done() =>
        Assert.Empty(IncidentAdvice.For(Leak() with { State = IncidentState.Resolved }, Named()));

    private static AdviceFacts Named() => new() { NodeNames = new Dictionary<string, string> { ["9f2c"] = "dma-07", ["77aa"] = "dma-08" } };

    private static AdviceFacts Hosting(params (InstanceIdentity Instance, string[] Protocols)[] hosted) => Named() with
    {
        Hosted = hosted.ToDictionary(pair => pair.Instance, pair => (IReadOnlyList<HostedProtocol>)[.. pair.Protocols.Select(name => new HostedProtocol(name, "1.0.0.4", 12))]),
    };

    private static Incident Leak(LeakKind kind = LeakKind.Managed) => new()
    {
        Id = "a1",
        State = IncidentState.Open,
        Kind = kind,
        Type = kind == LeakKind.Managed ? "Acme.TrapRow" : null,
        Module = kind == LeakKind.Managed ? "Trap & Poll.1.0.0.4.QAction.7" : null,
        Protocol = "Trap & Poll",
        ProtocolVersions = ["1.0.0.4"],
        QAction = kind == LeakKind.Managed ? "7" : null,
        RelatedTypes = [],
        Instances = [new AffectedInstance(s_first, new Interval(3e7, 2e7, 4e7), 1000, 64000), new AffectedInstance(s_second, new Interval(1e7, 9e6, 2e7), 1000, 64000)],
        BytesPerHour = new Interval(4e7, 3e7, 5e7),
        TimeToLimit = null,
        ExplainedBy = null,
        DetectedAt = s_now,
        UpdatedAt = s_now,
        Confidence = 0.9,
        Evidence = [],
    };
}
