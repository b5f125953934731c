using Fleet.Agent.Targets;

namespace Fleet.Agent.Tests.Targets;

public sealed class TargetFilterTests
{
    private static readonly ProcessEntry s_scripting = Entry(1, "SLScripting", "SLScripting --dataminer-dir /one");
    private static readonly ProcessEntry s_other = Entry(2, "SLScripting", "SLScripting --dataminer-dir /two");
    private static readonly ProcessEntry s_shell = Entry(3, "bash", "bash -c 'about /one'");

    [Fact]
    public void Without_configuration_SLScripting_is_watched() => Assert.Equal([1, 2], Found(new TargetOptions()));

    [Fact]
    public void A_name_and_a_command_line_must_both_match() =>
        Assert.Equal([1], Found(new TargetOptions { Names = { "slscript*" }, CommandLines = { "*/one*" } }));

    [Fact]
    public void A_command_line_alone_finds_any_name() => Assert.Equal([1, 3], Found(new TargetOptions { CommandLines = { "*/one*" } }));

    [Fact]
    public void A_pid_alone_finds_nothing_else() => Assert.Equal([3], Found(new TargetOptions { Pids = { 3 } }));

    [Fact]
    public void A_pid_adds_to_names() => Assert.Equal([1, 2, 3], Found(new TargetOptions { Pids = { 3 }, Names = { "SLScripting.exe" } }));

    private static IEnumerable<int> Found(TargetOptions options)
    {
        var filter = new TargetFilter(options);
        return new[] { s_scripting, s_other, s_shell }.Where(filter.IsTarget).Select(process => process.Pid);
    }

    private static ProcessEntry Entry(int pid, string name, string commandLine) => new(pid, DateTimeOffset.UnixEpoch, name, [name], commandLine);
}
