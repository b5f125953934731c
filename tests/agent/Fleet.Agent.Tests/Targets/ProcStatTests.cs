using System.Text;
using Fleet.Agent.Targets.Linux;

namespace Fleet.Agent.Tests.Targets;

public sealed class ProcStatTests
{
    private const string Rest = " S 1 42 42 0 -1 4194304 100 0 0 0 0 0 0 0 20 0 1 0 289728 3133440 348\n";

    [Theory]
    [InlineData("cat")]
    [InlineData("a b")]
    [InlineData("a) R 1 (b")]
    [InlineData("")]
    public void The_name_may_hold_anything(string name)
    {
        Assert.True(ProcStat.TryParse(Encoding.UTF8.GetBytes($"42 ({name}){Rest}"), out var stat));
        Assert.Equal(new ProcStat(name, 'S', 289728), stat);
    }

    [Theory]
    [InlineData("")]
    [InlineData("42 (cat")]
    [InlineData("42 (cat)")]
    [InlineData("42 (cat) S 1 2 3")]
    public void A_torn_line_is_refused(string text) => Assert.False(ProcStat.TryParse(Encoding.UTF8.GetBytes(text), out _));
}
