using Fleet.Agent.Targets;

namespace Fleet.Agent.Tests.Targets;

public sealed class WildcardTests
{
    [Theory]
    [InlineData("SLScripting", "slscripting", true)]
    [InlineData("SL*", "SLScripting", true)]
    [InlineData("*dir*", "/a/dir/b", true)]
    [InlineData("a*b*c", "a1b2b3c", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("*", "", true)]
    [InlineData(@"*C:\Skyline DataMiner\*", @"x C:\Skyline DataMiner\y", true)]
    [InlineData("SL", "SLScripting", false)]
    [InlineData("a?c", "ac", false)]
    [InlineData("a*b", "a1c", false)]
    [InlineData("", "a", false)]
    public void A_pattern_covers_the_whole_text(string pattern, string text, bool matches) =>
        Assert.Equal(matches, Wildcard.IsMatch(pattern, text));
}
