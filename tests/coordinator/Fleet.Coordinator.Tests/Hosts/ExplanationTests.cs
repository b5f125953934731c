using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Codec;
using Fleet.Contracts.ConsoleApi;
using Fleet.Contracts.Identity;
using Fleet.Coordinator.Tests.Kit;
using Google.Protobuf.WellKnownTypes;

namespace Fleet.Coordinator.Tests.Hosts;

public sealed class ExplanationTests : IDisposable
{
    private const int Looks = 45;
    private const string Holder = "static Acme.Cache.Sessions → List<Type0> → Type0 (226,000 objects, 21.6 MB)";

    private static readonly string[] Settings = ["--Analysis:WarmUp", "00:30:00", "--Correlation:Interval", "00:00:00.3", "--Logging:LogLevel:Fleet.Coordinator.Leaks.Explanations", "Debug"];
    private static readonly InstanceIdentity Leaking = Summaries.Instance(pid: 100);
    private static readonly InstanceIdentity LeakingMore = Summaries.Instance(pid: 300);
    private static readonly InstanceIdentity Healthy = Summaries.Instance(pid: 200);

    private static readonly DateTimeOffset Read = Summaries.Start.AddHours(4);

    private readonly TemporaryFolder _folder = new();
    private ulong _sequence;
    private int _lookedOn;

    [Fact]
    public async Task Who_holds_a_leak_is_asked_once_and_known_after_a_kill_in_between()
    {
        Command asked;
        await using (var coordinator = await CoordinatorProcess.StartAsync(_folder.Path, Settings))
        {
            await using var agent = await TestAgent.ConnectAsync(coordinator.Grpc);
            await LookAsync(agent, Leaking, Healthy);
            asked = await agent.CommandAsync();
            Assert.Equal((Leaking, "Acme.Type0", "fleet"), (asked.Instance.ToIdentity(), asked.Retention.Type, asked.RequestedBy));
            using var console = new ConsoleClient(coordinator.Grpc);
            await IncidentAsync(console, i => i.Evidence.Contains("who holds it: asked (DMA node-a/100)"));
            await coordinator.KillAsync();
        }

        await using var restarted = await CoordinatorProcess.StartAsync(_folder.Path, Settings);
        using var again = new ConsoleClient(restarted.Grpc);
        await using (var agent = await TestAgent.ConnectAsync(restarted.Grpc))
        {
            Assert.Equal(asked, await agent.CommandAsync());
            await AnswerAsync(agent, asked);
            var incident = await IncidentAsync(again, i => i.Holders.Count > 0);
            Assert.Equal(Holder, Assert.Single(incident.Holders));
            var source = Assert.Single(incident.HolderSources);
            Assert.Equal((Leaking.ToString(), "DMA node-a", Read.ToTimestamp()), (source.InstanceId, source.NodeName, source.TakenAt));
            Assert.DoesNotContain(incident.Evidence, line => line.StartsWith("who holds it", StringComparison.Ordinal));
            Assert.Contains(incident.Advice, line => line.StartsWith("The static field Acme.Cache.Sessions", StringComparison.Ordinal));
            var listed = Assert.Single((await again.Fleet.ListIncidentsAsync(new ListIncidentsRequest())).Incidents);
            Assert.Equal(incident.Holders, listed.Holders);
            await RoundsAsync(restarted);
            Assert.Empty(await UnheardAsync(agent));
            await restarted.KillAsync();
        }

        await using var third = await CoordinatorProcess.StartAsync(_folder.Path, Settings);
        using var last = new ConsoleClient(third.Grpc);
        Assert.Equal(Holder, Assert.Single((await IncidentAsync(last, _ => true)).Holders));
    }

    [Fact]
    public async Task When_one_instance_can_not_say_it_another_one_is_asked_and_the_reason_is_told_until_then()
    {
        await using var coordinator = await CoordinatorProcess.StartAsync(_folder.Path, Settings);
        await using var agent = await TestAgent.ConnectAsync(coordinator.Grpc);
        await LookAsync(agent, Leaking, LeakingMore, Healthy);
        using var console = new ConsoleClient(coordinator.Grpc);

        var first = await agent.CommandAsync();
        await agent.SendAsync(new ConnectRequest { CommandUpdate = new CommandUpdate { CommandId = first.Id, State = CommandState.Failed, Detail = "not asked, the process would be suspended for about 8 s" } });
        var second = await agent.CommandAsync();
        Assert.Equal([100, 300], new[] { first.Instance.Pid, second.Instance.Pid }.Order());
        Assert.Equal("not asked, the process would be suspended for about 8 s", (await console.Fleet.GetCommandAsync(new GetCommandRequest { CommandId = first.Id })).Command.Detail);

        await agent.SendAsync(new ConnectRequest { CommandUpdate = new CommandUpdate { CommandId = second.Id, State = CommandState.Failed, Detail = "the heap worker died" } });
        var incident = await IncidentAsync(console, i => i.Evidence.Contains($"who holds it: the heap worker died (DMA node-a/{second.Instance.Pid})"));
        Assert.Empty(incident.Holders);
    }

    [Fact]
    public async Task Evidence_of_an_instance_near_its_limit_is_taken_once_one_step_after_the_other_and_a_failed_one_again()
    {
        await using var coordinator = await CoordinatorProcess.StartAsync(_folder.Path, [.. Settings, "--Explain:DumpBeforeLimit", "true"]);
        await using var agent = await TestAgent.ConnectAsync(coordinator.Grpc);
        await LookAsync(agent, limitBytes: 75 << 20, Leaking, Healthy);

        var look = await agent.CommandAsync();
        await RoundsAsync(coordinator);
        Assert.Empty(await UnheardAsync(agent));
        await EndAsync(agent, look, CommandState.Failed);
        var lookAgain = await agent.CommandAsync();
        await EndAsync(agent, lookAgain, CommandState.Succeeded);
        var question = await agent.CommandAsync();
        await RoundsAsync(coordinator);
        Assert.Empty(await UnheardAsync(agent));
        await AnswerAsync(agent, question);
        var dump = await agent.CommandAsync();
        await EndAsync(agent, dump, CommandState.Succeeded);
        await RoundsAsync(coordinator);
        Assert.Empty(await UnheardAsync(agent));

        Command[] commands = [look, lookAgain, question, dump];
        Assert.All(commands, command => Assert.Equal((Leaking, "fleet"), (command.Instance.ToIdentity(), command.RequestedBy)));
        Assert.Equal(
            [Command.ActionOneofCase.Look, Command.ActionOneofCase.Look, Command.ActionOneofCase.Retention, Command.ActionOneofCase.Dump],
            commands.Select(command => command.ActionCase));
        Assert.NotEqual(look.Id, lookAgain.Id);
        Assert.Equal((DumpKind.Heap, true), (dump.Dump.Kind, dump.Dump.Upload));
    }

    [Fact]
    public async Task A_question_before_the_limit_does_not_wait_for_those_under_way()
    {
        await using var coordinator = await CoordinatorProcess.StartAsync(_folder.Path, [.. Settings, "--Explain:AtOnce", "1"]);
        await using var agent = await TestAgent.ConnectAsync(coordinator.Grpc);
        await LookAsync(agent, limitBytes: 84 << 20, Leaking, LeakingMore, Healthy);

        bool looked = false, underWay = false;
        Command command;
        while ((command = await agent.CommandAsync()).Retention is null || command.Instance.ToIdentity() != LeakingMore || !looked)
        {
            if (command.Look is not null)
            {
                Assert.Equal(LeakingMore, command.Instance.ToIdentity());
                looked = true;
                await EndAsync(agent, command, CommandState.Succeeded);
            }
            else if (command.Instance.ToIdentity() == Leaking)
            {
                underWay = true;
            }
            else
            {
                // It may be asked before it is known to be near its limit.
                await EndAsync(agent, command, CommandState.Failed);
            }
        }

        Assert.True(underWay);
    }

    [Fact]
    public async Task Nobody_is_asked_where_that_is_switched_off()
    {
        await using var coordinator = await CoordinatorProcess.StartAsync(_folder.Path, [.. Settings, "--Explain:Enabled", "false"]);
        await using var agent = await TestAgent.ConnectAsync(coordinator.Grpc);
        await LookAsync(agent, Leaking, Healthy);
        using var console = new ConsoleClient(coordinator.Grpc);
        await IncidentAsync(console, _ => true);
        await RoundsAsync(coordinator);

        await console.Fleet.RequestLookAsync(new RequestLookRequest { Selector = new InstanceSelector { Instance = "node-a/200" }, RequestedBy = "test" });

        Assert.Equal("test", (await agent.CommandAsync()).RequestedBy);
    }

    public void Dispose() => _folder.Dispose();

    private Task LookAsync(TestAgent agent, params InstanceIdentity[] instances) => LookAsync(agent, limitBytes: 4L << 30, instances);

    private async Task LookAsync(TestAgent agent, long limitBytes, params InstanceIdentity[] instances)
    {
        for (var look = 1; look <= Looks; look++)
        {
            foreach (var instance in instances)
            {
                var leaked = instance == Healthy ? 1000 : 1000 + (instance == LeakingMore ? 7000L : 5000L) * look;
                var summary = Summaries.Of(instance, Summaries.Start.AddMinutes(5 * look), leaked: leaked);
                await agent.SendAsync(++_sequence, summary with { Memory = summary.Memory with { LimitBytes = limitBytes } });
            }
        }
    }

    /// <summary>Waits for a round that began after this: the one that ends first may have begun before.</summary>
    private static async Task RoundsAsync(CoordinatorProcess coordinator)
    {
        var before = Rounds();
        await Asking.UntilAsync(_ => Task.FromResult(Rounds() >= before + 2 ? coordinator : null));

        int Rounds() => coordinator.Output.Split("of questions is over.").Length;
    }

    /// <summary>The commands that were sent until now and not read.</summary>
    private async Task<List<Command>> UnheardAsync(TestAgent agent)
    {
        await agent.SendAsync(++_sequence, Summaries.Of(Healthy, Summaries.Start.AddMinutes(5 * (Looks + ++_lookedOn))));
        return await agent.CommandsBeforeAckAsync(_sequence);
    }

    private static Task EndAsync(TestAgent agent, Command command, CommandState state) =>
        agent.SendAsync(new ConnectRequest { CommandUpdate = new CommandUpdate { CommandId = command.Id, State = state, Detail = "so it ended" } });

    private static Task AnswerAsync(TestAgent agent, Command command) => agent.SendAsync(new ConnectRequest
    {
        CommandUpdate = new CommandUpdate
        {
            CommandId = command.Id,
            State = CommandState.Succeeded,
            Detail = "1 paths, paused 90 ms",
            Retention = new RetentionResult
            {
                Type = command.Retention.Type,
                TakenAt = Read.ToTimestamp(),
                Complete = true,
                Paths =
                {
                    new HolderPath
                    {
                        RootKind = "static",
                        RootName = "Acme.Cache.Sessions",
                        Steps = { new HolderStep { Name = "System.Collections.Generic.List<Acme.Type0>" }, new HolderStep { Name = "Acme.Type0" } },
                        Objects = 226_000,
                        Bytes = 22_600_000,
                        InclusiveObjects = 226_000,
                        InclusiveBytes = 22_600_000,
                    },
                },
            },
        },
    });

    private static Task<Incident> IncidentAsync(ConsoleClient console, Func<Incident, bool> wanted) => Asking.UntilAsync(async patience =>
        (await console.Fleet.ListIncidentsAsync(new ListIncidentsRequest(), cancellationToken: patience)).Incidents.SingleOrDefault() is { } incident && wanted(incident)
            ? (await console.Fleet.GetIncidentAsync(new GetIncidentRequest { IncidentId = incident.Id }, cancellationToken: patience)).Incident
            : null);
}
