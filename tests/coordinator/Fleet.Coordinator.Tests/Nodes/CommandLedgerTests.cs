using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Codec;
using Fleet.Coordinator.Nodes;
using Fleet.Coordinator.Tests.Kit;
using Google.Protobuf.WellKnownTypes;

namespace Fleet.Coordinator.Tests.Nodes;

public sealed class CommandLedgerTests
{
    private static readonly DateTimeOffset Now = Summaries.Start;

    private readonly CommandLedger _ledger = new(new NodeCommands());

    [Fact]
    public void A_command_is_sent_at_once_again_only_after_a_while_and_never_after_its_answer()
    {
        _ledger.Add(Look("c1"));

        Assert.Single(_ledger.Due(Now, reconnected: false));
        Assert.Empty(_ledger.Due(Now.AddSeconds(5), reconnected: false));
        Assert.Single(_ledger.Due(Now.AddSeconds(20), reconnected: false));
        _ledger.Answer(Update("c1", CommandState.Received), out _);
        Assert.Empty(_ledger.Due(Now.AddSeconds(60), reconnected: false));
    }

    [Fact]
    public void After_a_reconnect_a_command_whose_end_was_not_heard_is_sent_again()
    {
        _ledger.Add(Look("c1"));
        _ledger.Answer(Update("c1", CommandState.Running), out _);

        Assert.Single(_ledger.Due(Now, reconnected: true));
        _ledger.Answer(Update("c1", CommandState.Succeeded), out _);
        Assert.Empty(_ledger.Due(Now, reconnected: true));
    }

    [Fact]
    public void A_word_that_was_overtaken_does_not_take_back_an_end()
    {
        _ledger.Add(Look("c1"));
        Assert.NotNull(_ledger.Answer(Update("c1", CommandState.Succeeded), out _));

        Assert.Null(_ledger.Answer(Update("c1", CommandState.Running), out var entry));
        Assert.Equal(CommandState.Succeeded, entry!.Status.State);
    }

    [Fact]
    public void Progress_within_a_state_is_known_but_not_worth_storing()
    {
        _ledger.Add(Look("c1"));
        _ledger.Answer(Update("c1", CommandState.Running, done: 1), out _);

        Assert.Null(_ledger.Answer(Update("c1", CommandState.Running, done: 2), out var entry));
        Assert.Equal(2, entry!.Status.Dump.BytesDone);
    }

    [Fact]
    public void Who_holds_a_type_is_kept_with_the_last_word_unless_it_is_larger_than_any_answer()
    {
        var entry = _ledger.Add(Look("r1"));
        var update = Update("r1", CommandState.Succeeded);
        update.Retention = new RetentionResult { Type = "Acme.Session", Paths = { new HolderPath { RootName = "Acme.Cache.Sessions" } } };
        Assert.Same(entry, _ledger.Answer(update, out _));
        Assert.Equal(update.Retention, entry.Status.Retention);

        var flooded = _ledger.Add(Look("r2"));
        update = Update("r2", CommandState.Succeeded);
        update.Retention = new RetentionResult { Type = new string('x', 100_000) };
        Assert.NotNull(_ledger.Answer(update, out _));
        Assert.Null(flooded.Status.Retention);
    }

    [Fact]
    public void An_answer_goes_once_it_was_taken_or_after_a_day_and_how_the_command_ended_stays()
    {
        List<string> ids = ["taken", "old"];
        foreach (var id in ids)
        {
            _ledger.Add(Look(id));
            var update = Update(id, CommandState.Succeeded);
            update.Retention = new RetentionResult { Type = "Acme.Session" };
            _ledger.Answer(update, out _);
        }

        Assert.True(_ledger.ForgetAnswer("taken"));
        Assert.False(_ledger.ForgetAnswer("taken"));
        _ledger.Expire(Now.AddHours(23));
        Assert.Null(_ledger.Find("taken")!.Status.Retention);
        Assert.NotNull(_ledger.Find("old")!.Status.Retention);
        _ledger.Expire(Now.AddHours(25));
        Assert.Null(_ledger.Find("old")!.Status.Retention);
        Assert.All(ids, id => Assert.Equal(CommandState.Succeeded, _ledger.Find(id)!.Status.State));
    }

    [Fact]
    public void The_newest_are_listed_first_and_without_their_answers_which_stay()
    {
        for (var i = 1; i <= 3; i++)
        {
            var command = Look($"c{i}");
            command.RequestedAt = Now.AddMinutes(i).ToTimestamp();
            _ledger.Add(command);
        }

        var update = Update("c3", CommandState.Succeeded);
        update.Retention = new RetentionResult { Type = "Acme.Session" };
        _ledger.Answer(update, out _);

        var (newest, total) = _ledger.Newest(2);

        Assert.Equal(["c3", "c2"], newest.Select(c => c.Id));
        Assert.Equal((3, 3), (total, _ledger.Newest(0).Statuses.Count));
        Assert.Null(newest[0].Retention);
        Assert.Equal(CommandState.Succeeded, newest[0].State);
        Assert.NotNull(_ledger.Find("c3")!.Status.Retention);
    }

    [Fact]
    public void A_command_that_nobody_took_expires_and_is_not_sent_any_more()
    {
        _ledger.Add(Look("c1"));

        Assert.Empty(_ledger.Expire(Now.AddMinutes(9)));
        var expired = Assert.Single(_ledger.Expire(Now.AddMinutes(11)));
        Assert.Equal(CommandState.Expired, expired.Status.State);
        Assert.Equal(Now.AddMinutes(11).ToTimestamp(), expired.Status.UpdatedAt);
        Assert.Contains("ask again", expired.Status.Detail, StringComparison.Ordinal);
        Assert.Empty(_ledger.Due(Now.AddMinutes(12), reconnected: true));
        Assert.Equal(0, _ledger.Pending);
    }

    [Fact]
    public void A_command_that_runs_outlives_its_expiry()
    {
        _ledger.Add(Look("c1"));
        _ledger.Answer(Update("c1", CommandState.Running), out _);

        Assert.Empty(_ledger.Expire(Now.AddHours(1)));
        Assert.Single(_ledger.Expire(Now.AddHours(7)));
    }

    [Fact]
    public void Ended_commands_are_forgotten_after_a_week()
    {
        _ledger.Add(Look("c1"));
        _ledger.Answer(Update("c1", CommandState.Succeeded), out _);

        _ledger.Expire(Now.AddDays(6));
        Assert.NotNull(_ledger.Find("c1"));
        _ledger.Expire(Now.AddDays(8));
        Assert.Null(_ledger.Find("c1"));
    }

    private static Command Look(string id) => new()
    {
        Id = id,
        RequestedAt = Now.ToTimestamp(),
        ExpiresAt = Now.AddMinutes(10).ToTimestamp(),
        Instance = Summaries.Instance().ToWire("SLScripting", 64),
        Look = new LookAction(),
    };

    private static CommandUpdate Update(string id, CommandState state, long done = 0) =>
        new() { CommandId = id, State = state, Dump = new DumpProgress { State = DumpState.Capturing, BytesDone = done } };
}
