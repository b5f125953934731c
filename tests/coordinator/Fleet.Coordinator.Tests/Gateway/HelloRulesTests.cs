using Fleet.Coordinator.Gateway;
using Fleet.Coordinator.Tests.Kit;

namespace Fleet.Coordinator.Tests.Gateway;

public sealed class HelloRulesTests
{
    [Fact]
    public void A_whole_hello_is_accepted() => Assert.Null(HelloRules.Check(TestAgent.Hello()));

    [Theory]
    [InlineData("", "node_id")]
    [InlineData("a/b", "'/'")]
    [InlineData("a\nb", "control characters")]
    public void A_node_id_that_could_not_stand_in_a_name_is_refused_with_the_reason(string nodeId, string reason) =>
        Assert.Contains(reason, HelloRules.Check(TestAgent.Hello(node: nodeId)), StringComparison.Ordinal);

    [Fact]
    public void A_hello_without_a_spool_is_refused() =>
        Assert.Equal("The hello has no spool_id.", HelloRules.Check(TestAgent.Hello(spool: "")));

    [Fact]
    public void A_text_that_is_too_long_is_refused() =>
        Assert.Contains("300 characters", HelloRules.Check(TestAgent.Hello(run: new string('x', 300))), StringComparison.Ordinal);
}
