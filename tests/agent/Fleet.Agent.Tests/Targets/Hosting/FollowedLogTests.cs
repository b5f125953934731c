using Fleet.Agent.Targets.Hosting;
using Fleet.Agent.Tests.Processes;

namespace Fleet.Agent.Tests.Targets.Hosting;

public sealed class FollowedLogTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly string _path;
    private readonly FollowedLog _log;

    public FollowedLogTests()
    {
        _path = _directory.File("log.txt");
        _log = new FollowedLog(_path);
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Lines_are_told_once_and_whole()
    {
        Assert.Empty(_log.ReadNew());
        File.AppendAllText(_path, "one\r\ntw");
        Assert.Equal(["one"], _log.ReadNew());
        File.AppendAllText(_path, "o\nthree\n");
        Assert.Equal(["two", "three"], _log.ReadNew());
        Assert.Empty(_log.ReadNew());
    }

    [Fact]
    public void What_stood_there_before_is_skipped()
    {
        File.AppendAllText(_path, "old\nto");
        _log.SkipToEnd();
        File.AppendAllText(_path, "rn\nnew\n");

        Assert.Equal(["torn", "new"], _log.ReadNew());
    }

    [Fact]
    public void A_file_that_was_emptied_is_read_from_its_beginning()
    {
        File.WriteAllText(_path, "one\ntwo\nthree\n");
        _log.ReadNew();
        File.WriteAllText(_path, "four\n");

        Assert.Equal(["four"], _log.ReadNew());
    }

    [Fact]
    public void A_new_file_of_the_same_name_is_read_from_its_beginning_even_when_it_is_longer()
    {
        File.WriteAllText(_path, "one\n");
        _log.ReadNew();
        File.Move(_path, _path + ".1");
        File.WriteAllText(_path, "two\nthree\nfour\n");

        Assert.Equal(["two", "three", "four"], _log.ReadNew());
    }

    [Fact]
    public void A_line_of_absurd_length_is_left_out_and_the_next_is_read()
    {
        File.WriteAllText(_path, new string('x', 1 << 20) + "\nnext\n");

        Assert.Equal(["next"], _log.ReadNew());
    }

    [Fact]
    public void Lines_across_blocks_are_whole()
    {
        var lines = Enumerable.Range(0, 5000).Select(i => $"line {i} {new string('y', i % 97)}").ToList();
        File.WriteAllLines(_path, lines);

        Assert.Equal(lines, _log.ReadNew());
    }
}
