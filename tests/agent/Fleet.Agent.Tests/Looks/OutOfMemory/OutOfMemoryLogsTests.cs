using System.Globalization;
using Fleet.Agent.Looks.OutOfMemory;
using Fleet.Agent.Targets;
using Fleet.Agent.Targets.Hosting;
using Fleet.Agent.Tests.Processes;
using Fleet.Contracts.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Fleet.Agent.Tests.Looks.OutOfMemory;

public sealed class OutOfMemoryLogsTests : IDisposable
{
    private const string Exhausted = "System.OutOfMemoryException: Exception of type 'System.OutOfMemoryException' was thrown.";
    private static readonly DateTimeOffset s_start = new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _directory = new();
    private readonly TargetProcess _one = Target(10);
    private readonly TargetProcess _two = Target(20);
    private readonly TargetProcess _unrelated = Target(30);
    private readonly string _errors;

    public OutOfMemoryLogsTests()
    {
        var logging = Directory.CreateDirectory(_directory.File("Logging")).FullName;
        _errors = Path.Combine(logging, "SLErrorsInProtocol.txt");
        File.WriteAllLines(
            Path.Combine(logging, "SLElementInProtocol.txt"),
            ["2026/05/04 10:00:00|101/1|Modem 1|500|P|Production|1.0.0.1|10", "2026/05/04 10:00:00|101/2|Modem 2|500|P|Production|1.0.0.1|20"]);
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void An_entry_that_names_an_element_is_about_the_process_that_hosts_it()
    {
        var logs = Open();
        Append("Modem 2", Exhausted);

        Assert.Equal([_two.Identity], Read(logs));
        Assert.Empty(Read(logs));
    }

    [Fact]
    public void An_entry_that_names_none_is_about_every_process_that_hosts_any()
    {
        var logs = Open();
        Append("SLManagedScripting", Exhausted);

        Assert.Equal([_one.Identity, _two.Identity], Read(logs));
    }

    [Fact]
    public void An_exception_in_a_later_line_of_an_entry_counts()
    {
        var logs = Open();
        Append("Modem 1", "QAction 2 failed");
        File.AppendAllText(_errors, $"   ---> {Exhausted}\n   at QAction.Run()\n");

        Assert.Equal([_one.Identity], Read(logs));
    }

    [Fact]
    public void What_stood_in_the_log_before_the_agent_came_is_past()
    {
        Append("Modem 1", Exhausted);

        Assert.Empty(Read(Open()));
    }

    [Fact]
    public void Other_errors_call_for_nothing()
    {
        var logs = Open();
        Append("Modem 1", "System.NullReferenceException: no");

        Assert.Empty(Read(logs));
    }

    private OutOfMemoryLogs Open()
    {
        var dataMiner = new DataMinerNode(Options.Create(new TargetOptions { DataMinerDirectory = _directory.Path }));
        var hosting = new HostedProtocols(dataMiner, new FakeTimeProvider(s_start), NullLogger<HostedProtocols>.Instance);
        hosting.Refresh();
        return new OutOfMemoryLogs(dataMiner, hosting, NullLogger<OutOfMemoryLogs>.Instance);
    }

    private IEnumerable<InstanceIdentity> Read(OutOfMemoryLogs logs) =>
        logs.ReadNew([_one, _two, _unrelated]).OrderBy(identity => identity.Pid);

    private void Append(string source, string text) => File.AppendAllText(
        _errors, string.Create(CultureInfo.InvariantCulture, $"2026/05/04 10:05:00.123|{source}|Run|ERR|-1|12|{text}\n"));

    private static TargetProcess Target(int pid) => new(
        new InstanceIdentity("node", pid, s_start),
        new ProcessEntry(pid, s_start, "SLScripting", ["SLScripting"], ""),
        new RuntimeFacts(64, RuntimeFacts.Core, "10.0.0", ""));
}
