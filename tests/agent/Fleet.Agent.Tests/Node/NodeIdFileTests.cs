using Fleet.Agent.Node;
using Fleet.Agent.Tests.Processes;

namespace Fleet.Agent.Tests.Node;

public sealed class NodeIdFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void An_id_stays_when_the_name_changes()
    {
        var id = NodeIdFile.ReadOrCreate(_directory.Path, "machine", "a");

        Assert.Equal(id, NodeIdFile.ReadOrCreate(_directory.Path, "machine", "b"));
    }

    [Fact]
    public void A_copied_directory_on_another_machine_gets_another_id()
    {
        var id = NodeIdFile.ReadOrCreate(_directory.Path, "machine", "");

        Assert.NotEqual(id, NodeIdFile.ReadOrCreate(_directory.Path, "clone", ""));
    }

    [Fact]
    public void A_new_directory_on_the_same_machine_gets_the_same_id()
    {
        var id = NodeIdFile.ReadOrCreate(_directory.Path, "machine", "a");
        using var other = new TemporaryDirectory();

        Assert.Equal(id, NodeIdFile.ReadOrCreate(other.Path, "machine", "a"));
    }

    [Fact]
    public void Agents_with_different_names_on_one_machine_differ_and_none_tells_the_machines_own_id()
    {
        using var other = new TemporaryDirectory();
        var one = NodeIdFile.ReadOrCreate(_directory.Path, "machine", "a");
        var two = NodeIdFile.ReadOrCreate(other.Path, "machine", "b");

        Assert.NotEqual(one, two);
        Assert.DoesNotContain("machine", one, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_without_identity_keeps_a_random_one()
    {
        var id = NodeIdFile.ReadOrCreate(_directory.Path, null, "");

        Assert.Equal(id, NodeIdFile.ReadOrCreate(_directory.Path, null, ""));
    }
}
