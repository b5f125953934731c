using Fleet.Console.Tests.Service;
using Fleet.Contracts.ConsoleApi;
using Google.Protobuf.WellKnownTypes;

namespace Fleet.Console.Tests.Leaks;

public sealed class LeakCommandTests
{
    [Theory]
    [InlineData("Generic Trap Receiver 1.0.0.4 · QAction 7 · " + Samples.LeakingType)]
    [InlineData("time to limit 9 h (7 to 12) on dma-07, at 2 GB")]
    [InlineData("explained by  2 of 2 instances with Generic Trap Receiver 1.0.0.4 leak, 0 of 28 others (p = 1e-9).")]
    [InlineData("  grew at 38 of 40 looks")]
    [InlineData("  static TrapReceiver.Rows -> Dictionary<UInt32, TrapRow>")]
    [InlineData("  System.Byte[]")]
    [InlineData("What to do")]
    [InlineData("  Isolate Generic Trap Receiver.")]
    [InlineData("rate          41 MB/h (38 to 44), of the type, 2 types that grow with it, and private bytes that do")]
    [InlineData("INSTANCE                     RATE          TYPE ALONE  BYTES OF TYPE  COUNT OF TYPE")]
    [InlineData("dma-07/4242    30 MB/h (28 to 33)  20 MB/h (18 to 22)         121 MB      1,440,082")]
    public async Task The_story_of_a_leak_has(string line)
    {
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<GetIncidentRequest>(new GetIncidentResponse { Incident = Samples.Leak() }));

        var run = (await host.RunAsync("leak", "L7K2")).Expect(0);

        Assert.Equal("L7K2", host.Fleet.Single<GetIncidentRequest>().IncidentId);
        Assert.Contains(line, run.Lines);
    }

    [Fact]
    public async Task A_leak_of_one_type_has_one_rate()
    {
        var leak = Samples.Leak();
        leak.RelatedTypes.Clear();
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<GetIncidentRequest>(new GetIncidentResponse { Incident = leak }));

        var run = (await host.RunAsync("leak", "L7K2")).Expect(0);

        Assert.Contains("rate          41 MB/h (38 to 44)", run.Lines);
        Assert.Contains("dma-07/4242    30 MB/h (28 to 33)  121 MB  1,440,082", run.Lines);
    }

    [Fact]
    public async Task Holders_are_told_with_the_instances_they_were_read_from_and_when()
    {
        var leak = Samples.Leak();
        leak.Holders.Add("static Other.Rows -> TrapRow");
        leak.Holders.Add("static TrapReceiver.Old -> TrapRow");
        leak.HolderSources.Add(new HolderSource { InstanceId = Samples.IdOf(4242), NodeName = "dma-07", TakenAt = Samples.Start.ToTimestamp() });
        leak.HolderSources.Add(new HolderSource { InstanceId = Samples.IdOf(77), NodeName = "dma-08", TakenAt = Samples.Start.AddMinutes(1).ToTimestamp() });
        leak.HolderSources.Add(leak.HolderSources[0].Clone());
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<GetIncidentRequest>(new GetIncidentResponse { Incident = leak }));

        var lines = (await host.RunAsync("leak", "L7K2")).Expect(0).Lines.ToList();

        var first = lines.FindIndex(line => line.StartsWith("Held by, in dma-07/4242 at 2026-03-03 05:00:00Z, ", StringComparison.Ordinal));
        Assert.EndsWith(" ago", lines[first], StringComparison.Ordinal);
        Assert.Equal(["  static TrapReceiver.Rows -> Dictionary<UInt32, TrapRow>", "  static TrapReceiver.Old -> TrapRow"], lines.Skip(first + 1).Take(2));
        Assert.StartsWith("Held by, in dma-08/77 at 2026-03-03 05:01:00Z, ", lines[first + 3], StringComparison.Ordinal);
        Assert.Equal("  static Other.Rows -> TrapRow", lines[first + 4]);
    }

    [Fact]
    public async Task An_instance_that_has_ended_is_said_to_have_and_has_no_time_left_to_its_limit()
    {
        var leak = Samples.Leak();
        leak.Instances[0].Ended = true;
        await using var host = await FleetHost.StartAsync(new FakeFleet()
            .Answer<GetIncidentRequest>(new GetIncidentResponse { Incident = leak })
            .Answer<ListIncidentsRequest>(new ListIncidentsResponse { Incidents = { leak } }));

        var story = (await host.RunAsync("leak", "L7K2")).Expect(0);
        var list = (await host.RunAsync("leaks")).Expect(0);

        Assert.Contains(story.Lines, line => line.StartsWith("dma-07/4242 (ended)  ", StringComparison.Ordinal));
        Assert.Contains(story.Lines, line => line.StartsWith("dma-08/77  ", StringComparison.Ordinal));
        Assert.Contains("time to limit none, ended on dma-07", story.Lines);
        Assert.Contains("  2 on 2 nodes, 1 ended  ", list.Lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("9 h", list.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("node", "9f2c", 2, 3, 1, 28, "2 of 3 instances on dma-07 leak, 1 of 28 others.")]
    [InlineData("instance", "9f2c", 2, 2, 0, 5, "Only SLScripting leaks; 5 others do not.")]
    [InlineData("protocol", "P", 1, 1, 0, 0, "1 of 1 instance with P leaks; there are no others to compare with.")]
    [InlineData("unidentifiable", "", 2, 2, 0, 5, "The leaking instances have nothing in common that the healthy ones lack.")]
    public async Task What_explains_a_leak_is_told_with_names_that_people_know(
        string attribute, string value, int leakingWith, int with, int leakingWithout, int without, string sentence)
    {
        var leak = Samples.Leak();
        leak.ExplainedBy = new Explanation { Attribute = attribute, Value = value, LeakingWith = leakingWith, With = with, LeakingWithout = leakingWithout, Without = without };
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<GetIncidentRequest>(new GetIncidentResponse { Incident = leak }));

        var run = (await host.RunAsync("leak", "L7K2")).Expect(0);

        Assert.Contains($"explained by  {sentence}", run.Lines);
    }

    [Fact]
    public async Task Processes_of_a_program_without_protocols_have_its_name_in_common()
    {
        var leak = Samples.Leak();
        leak.Protocol = "";
        leak.ExplainedBy = new Explanation { Attribute = "unidentifiable", LeakingWith = 2, With = 2, Without = 5 };
        leak.Evidence.Add("2 processes of SLScripting leak; 5 others do not");
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<GetIncidentRequest>(new GetIncidentResponse { Incident = leak }));

        var run = (await host.RunAsync("leak", "L7K2")).Expect(0);

        Assert.Single(run.Lines, line => line.Contains("2 processes of SLScripting leak; 5 others do not", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_story_tells_is_not_told_again_as_evidence()
    {
        var leak = Samples.Leak();
        leak.Evidence.Add("protocol version Generic Trap Receiver 1.0.0.4: 2 of 2 instances with it leak, 0 of 0 without (p = 1.0e+0)");
        leak.Evidence.Add("grows along: System.String, System.Byte[]");
        leak.Evidence.Add("9f2c pid 4242 reaches 2 GB in 9 h (7 to 12)");
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<GetIncidentRequest>(new GetIncidentResponse { Incident = leak }));

        var run = (await host.RunAsync("leak", "L7K2")).Expect(0);

        Assert.Contains("  grew at 38 of 40 looks", run.Lines);
        Assert.DoesNotContain("(p = 1.0e+0)", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("grows along", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("9f2c pid", run.Output, StringComparison.Ordinal);
        Assert.Single(run.Lines, line => line.Contains("9 h (7 to 12)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_counted_is_told_in_things_and_never_in_bytes()
    {
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<GetIncidentRequest>(new GetIncidentResponse { Incident = Samples.Recompiled() }));

        var run = (await host.RunAsync("leak", "R3C0")).Expect(0);

        Assert.Equal("Generic Trap Receiver 1.0.0.4 · QAction 7 · loaded again and again", run.Lines[0]);
        Assert.Contains("kind          assemblies", run.Lines);
        Assert.Contains("rate          36 assemblies/h (34.5 to 38)", run.Lines);
        Assert.Contains("INSTANCE                             RATE  COUNT", run.Lines);
        Assert.Contains("dma-07/4242  36 assemblies/h (34.5 to 38)  1,812", run.Lines);
        Assert.DoesNotContain(" B", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assemblies_whose_memory_is_known_have_both_rates()
    {
        var leak = Samples.Recompiled();
        leak.BytesPerHour = new Estimate { Estimate_ = 12 * Samples.MB, Low = 10 * Samples.MB, High = 14 * Samples.MB };
        leak.RelatedTypes.Add("System.Reflection.RuntimeAssembly");
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<GetIncidentRequest>(new GetIncidentResponse { Incident = leak }));

        var run = (await host.RunAsync("leak", "R3C0")).Expect(0);

        Assert.Contains("rate          36 assemblies/h (34.5 to 38), 12 MB/h (10 to 14)", run.Lines);
    }

    [Fact]
    public async Task An_unknown_leak_is_one_line_and_exit_code_1()
    {
        await using var host = await FleetHost.StartAsync(new FakeFleet());

        var run = (await host.RunAsync("leak", "nonsense", "--json")).Expect(1);

        Assert.Equal("There is no such answer.", run.Complaint);
        Assert.Equal("", run.Output);
    }
}
