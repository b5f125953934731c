using Fleet.Agent.Commands;
using Fleet.Agent.Tests.Processes;
using Fleet.Contracts.AgentApi;
using Google.Protobuf.WellKnownTypes;

namespace Fleet.Agent.Tests.Commands;

public sealed class CommandJournalTests : IDisposable
{
    private static readonly DateTimeOffset s_start = new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _directory = new();

    private string JournalFile => _directory.File("journal");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_newest_word_on_a_command_is_there_after_reopening()
    {
        using (var journal = Open())
        {
            journal.Record(Entry("a", CommandState.Received, 0));
            journal.Record(Entry("a", CommandState.Running, 1) with { Attempt = 1 });
            journal.Record(Entry("b", CommandState.Succeeded, 2));
        }

        using var again = Open();

        Assert.Equal(Entry("a", CommandState.Running, 1) with { Attempt = 1 }, again.Find("a"));
        Assert.Equal(["a"], again.Unfinished().Select(entry => entry.Command.Id));
        Assert.Equal(0, again.DamagedLines);
    }

    [Fact]
    public void A_last_line_cut_anywhere_costs_that_line_only()
    {
        using (var journal = Open())
            journal.Record(Entry("a", CommandState.Succeeded, 0));
        var whole = File.ReadAllBytes(JournalFile);
        var torn = JournalLine.Format(Entry("b", CommandState.Running, 1));

        for (var length = 0; length < torn.Length - 1; length++)
        {
            File.WriteAllBytes(JournalFile, [.. whole, .. torn[..length]]);
            using var again = Open();

            Assert.NotNull(again.Find("a"));
            Assert.Null(again.Find("b"));
            // It goes on after the torn line.
            again.Record(Entry("c", CommandState.Received, 2));
            Assert.Equal(["c"], again.Unfinished().Select(entry => entry.Command.Id));
        }
    }

    [Fact]
    public void A_damaged_line_in_the_middle_is_left_out_and_counted()
    {
        var damaged = JournalLine.Format(Entry("b", CommandState.Running, 1));
        damaged[40] ^= 1;
        File.WriteAllBytes(
            JournalFile,
            [.. JournalLine.Format(Entry("a", CommandState.Running, 0)), .. damaged, .. JournalLine.Format(Entry("c", CommandState.Running, 2))]);

        using var journal = Open();

        Assert.Equal(["a", "c"], journal.Unfinished().Select(entry => entry.Command.Id));
        Assert.Equal(1, journal.DamagedLines);
    }

    [Fact]
    public void It_is_bounded_and_forgets_the_oldest_finished_first()
    {
        using var journal = Open(keepFinished: 5);
        journal.Record(Entry("open", CommandState.Running, 0));
        for (var i = 1; i <= 500; i++)
            journal.Record(Entry($"c{i}", CommandState.Succeeded, i));

        Assert.NotNull(journal.Find("open"));
        Assert.NotNull(journal.Find("c500"));
        Assert.Null(journal.Find("c1"));
        Assert.InRange(File.ReadAllLines(JournalFile).Length, 1, 60);
    }

    private CommandJournal Open(int keepFinished = 100) => new(_directory.Path, keepFinished);

    private static JournalEntry Entry(string id, CommandState state, int second) => new(
        new Command { Id = id, RequestedBy = "somebody\n\"else\"", Dump = new DumpAction { Kind = DumpKind.Full, Upload = true } },
        new CommandUpdate { CommandId = id, State = state, At = Timestamp.FromDateTimeOffset(s_start.AddSeconds(second)) },
        0);
}
