using Fleet.Analysis.Trends;

namespace Fleet.Analysis.Tests.Trends;

public sealed class TypeNamesTests
{
    [Fact]
    public void A_generic_type_names_what_it_is_made_of() =>
        Assert.Equal(
            ["System.Collections.Generic.Dictionary", "System.String", "A.B+C", "+Entry"],
            TypeNames.In("System.Collections.Generic.Dictionary<System.String, A.B+C>+Entry[]"));

    [Fact]
    public void A_plain_name_is_made_of_nothing() => Assert.Empty(TypeNames.In("A.B+C"));

    [Theory]
    [InlineData("A.B", "A.B", true)]
    [InlineData("A.B+C", "A.B", true)]
    [InlineData("A.Bee", "A.B", false)]
    [InlineData("A.B", "A.B+C", false)]
    public void A_nested_type_belongs_to_the_type_around_it(string name, string type, bool expected) =>
        Assert.Equal(expected, TypeNames.IsOrIsNestedIn(name, type));
}
