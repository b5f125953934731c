using Fleet.Console.Configuration;
using Fleet.Console.Heap;
using Fleet.Console.Rendering;
using Fleet.Contracts.Heap;

namespace Fleet.Console.Tests.Heap;

public sealed class RetentionTextTests
{
    private static readonly RetentionPath Leak = new(
        new RetentionRoot("static", "Skyline.Protocol.Cache.Store", "Cache"),
        [
            new("System.Collections.Generic.Dictionary<System.String, Skyline.Protocol.Cache.Session>", "System.Private.CoreLib"),
            new("System.Collections.Generic.Dictionary<System.String, Skyline.Protocol.Cache.Session>+Entry[]", "System.Private.CoreLib"),
            new("Skyline.Protocol.Cache.Session", "Cache"),
        ],
        412_000, 100_663_296, 412_000, 100_663_296);

    [Fact]
    public void A_path_reads_from_its_static_field_to_what_it_holds() => Assert.Equal(
        "static Skyline.Protocol.Cache.Store → Dictionary<String, Session> → Entry[] → Session (412,000 objects, 96 MB)", RetentionText.Path(Leak));

    [Fact]
    public void What_objects_hold_is_said_where_it_is_more_than_they_are() => Assert.EndsWith(
        "(412,000 objects, 96 MB, 192 MB with what they hold)", RetentionText.Path(Leak with { InclusiveBytes = 201_326_592 }), StringComparison.Ordinal);

    [Fact]
    public void A_property_is_named_and_not_the_field_that_the_compiler_made_for_it() => Assert.StartsWith(
        "static Acme.Cache.Sessions → ", RetentionText.Path(Leak with { Root = new("static", "Acme.Cache.<Sessions>k__BackingField", "Acme") }), StringComparison.Ordinal);

    [Theory]
    [InlineData("A.B.Outer+Inner", "Inner")]
    [InlineData("A.Dictionary<A.KeyOfAnUnusualLength, A.ValueOfAnUnusualLength>+Entry[]", "Entry[]")]
    [InlineData("A.Dictionary<A.KeyOfAnUnusualLength, A.ValueOfAnUnusualLength>", "Dictionary<…>")]
    [InlineData("A.List<A.B+C>[]", "List<B+C>[]")]
    [InlineData("A.Program+<Main>d__0", "<Main>d__0")]
    public void A_step_is_as_short_as_can_be(string name, string shortened) => Assert.Equal(shortened, StepNames.Shorten(name));

    [Fact]
    public void Damage_can_not_be_overlooked_and_names_from_a_process_can_not_break_a_line()
    {
        var lines = Lines(Report() with { Complete = false, IncompleteReason = "at 0x10: torn", Paths = [Leak with { Root = new("static", "A.\nB", "") }] });

        Assert.Contains("NOT COMPLETE: at 0x10: torn", lines);
        Assert.Contains(lines, line => line.StartsWith("static A. B → ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_type_that_nothing_holds_is_said_to_be_so() =>
        Assert.Contains(Lines(Report() with { Type = "Session", Paths = [] }), line => line.StartsWith("Nothing holds an object of the type 'Session'", StringComparison.Ordinal));

    private static RetentionReport Report() =>
        new() { Objects = 1, Bytes = 24, Complete = true, Ms = 1, Paths = [Leak], PathsLeftOut = 0, References = [] };

    private static string[] Lines(RetentionReport report)
    {
        using var writer = new StringWriter();
        RetentionText.Write(Screens.Create(new StreamOutput(writer, redirected: true), ColorChoice.Auto), report);
        return writer.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }
}
