using Fleet.Console.Rendering;

namespace Fleet.Console.Tests.Rendering;

public sealed class TypeNamesTests
{
    private const string Name = "System.Collections.Generic.Dictionary<System.UInt32, Acme.Traps.TrapRow>";

    [Theory]
    [InlineData(80, Name)]
    [InlineData(50, "System…Dictionary<System.UInt32, Acme…TrapRow>")]
    [InlineData(30, "Dictionary<UInt32, TrapRow>")]
    [InlineData(20, "Dictionary<UInt32,\nTrapRow>")]
    [InlineData(12, "Dictionary<\nUInt32,\nTrapRow>")]
    public void A_name_loses_of_its_namespaces_what_has_no_room_and_is_broken_between_names(int width, string fitted) =>
        Assert.Equal(fitted, TypeNames.Fit(Name, width));

    [Theory]
    [InlineData("a few words here", 8, "a few\nwords\nhere")]
    [InlineData("/var/lib/fleet/dumps/x.dmp", 12, "/var/lib/\nfleet/dumps/\nx.dmp")]
    [InlineData("abcdefgh", 3, "abc\ndef\ngh")]
    [InlineData("fits", 4, "fits")]
    public void A_text_is_broken_at_spaces_else_at_joints_else_where_it_must(string text, int width, string broken) =>
        Assert.Equal(broken, Breaking.Fit(text, width));
}
