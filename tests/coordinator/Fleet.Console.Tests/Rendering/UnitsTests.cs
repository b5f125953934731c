using Fleet.Console.Rendering;

namespace Fleet.Console.Tests.Rendering;

public sealed class UnitsTests
{
    private const double MB = 1 << 20;

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "0.98 KB")]
    [InlineData(1024, "1 KB")]
    [InlineData(1_048_575, "1 MB")]
    [InlineData(1_414_213_980, "1.32 GB")]
    [InlineData(134_217_728, "128 MB")]
    [InlineData(-2_621_440, "-2.5 MB")]
    public void Bytes_have_three_digits_and_a_unit(double bytes, string expected) => Assert.Equal(expected, Units.Bytes(bytes));

    [Theory]
    [InlineData(41 * MB, 38 * MB, 44 * MB, "41 MB/h (38 to 44)")]
    [InlineData(1.5 * 1024 * MB, 0.75 * 1024 * MB, 2048 * MB, "1.5 GB/h (0.75 to 2)")]
    [InlineData(41 * MB, 0, 0, "41 MB/h")]
    [InlineData(0, -1_090_686, 1_387_624, "0 KB/h (-1065 to 1355)")]
    public void A_rate_has_its_interval_in_the_same_unit(double estimate, double low, double high, string expected) =>
        Assert.Equal(expected, Units.Rate(estimate, low, high));

    [Theory]
    [InlineData(9, 7, 12, "9 h (7 to 12)")]
    [InlineData(0.5, 0.25, 1, "30 min (15 to 60)")]
    [InlineData(240, 120, 480, "10 days (5 to 20)")]
    [InlineData(9, 7, double.PositiveInfinity, "9 h (7 or more)")]
    [InlineData(double.PositiveInfinity, 7, double.PositiveInfinity, "not in sight")]
    [InlineData(0, 0, 1, "now")]
    public void Time_to_a_limit_is_in_the_unit_that_reads_best(double estimate, double low, double high, string expected) =>
        Assert.Equal(expected, Units.Hours(estimate, low, high));

    [Theory]
    [InlineData("System.String", "String")]
    [InlineData("System.Collections.Generic.Dictionary<System.UInt32, Acme.TimeList<Acme.Row>>", "Dictionary<UInt32, TimeList<Row>>")]
    [InlineData("System.Byte[]", "Byte[]")]
    [InlineData("A.B.Outer+Inner", "Outer+Inner")]
    [InlineData("", "")]
    public void Short_type_names_lose_their_namespaces_only(string name, string expected) => Assert.Equal(expected, TypeNames.Short(name));

    [Theory]
    [InlineData(0, "········")]
    [InlineData(0.5, "████····")]
    [InlineData(0.53125, "████▎···")]
    [InlineData(1, "████████")]
    [InlineData(7, "████████")]
    public void A_bar_is_drawn_to_an_eighth_of_a_character(double part, string expected) => Assert.Equal(expected, Bar.Draw(part, 8));

    [Fact]
    public void A_sparkline_shows_the_course_between_smallest_and_largest()
    {
        Assert.Equal("▁▃▅█▁", Sparkline.Draw([0, 2, 4, 7, 0], 10));
        Assert.Equal("▁▁", Sparkline.Draw([5, 5], 10));
        Assert.Equal(10, Sparkline.Draw([.. Enumerable.Range(0, 1000).Select(i => (double)i)], 10).Length);
    }
}
