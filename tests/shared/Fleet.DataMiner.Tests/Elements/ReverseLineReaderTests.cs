using System.Globalization;
using System.Text;
using Fleet.DataMiner.Elements;

namespace Fleet.DataMiner.Tests.Elements;

public sealed class ReverseLineReaderTests
{
    [Theory]
    [InlineData("one\ntwo\nthree\n")]
    [InlineData("one\r\ntwo\r\nthree\r\n")]
    [InlineData("\uFEFFone\r\ntwo\nthree\r\n")]
    public void Lines_come_from_the_last_to_the_first_whatever_ends_them(string text) =>
        Assert.Equal(["three", "two", "one"], Lines(text));

    [Fact]
    public void Empty_lines_are_lines() => Assert.Equal(["", "b", "", ""], Lines("\n\r\nb\n\n"));

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("still being written")]
    public void A_text_without_a_line_end_has_no_line_yet(string text)
    {
        Assert.Empty(Lines(text));
        Assert.Equal(0, new ReverseLineReader(Stream(text)).CommittedLength);
    }

    [Fact]
    public void A_torn_last_line_is_left_to_the_follower()
    {
        var text = "one\r\ntwé\r\nthr";
        var reader = new ReverseLineReader(Stream(text));

        Assert.Equal(Encoding.UTF8.GetByteCount("one\r\ntwé\r\n"), reader.CommittedLength);
        Assert.Equal("twé", reader.ReadLine());
        Assert.Equal("one", reader.ReadLine());
        Assert.Null(reader.ReadLine());
        Assert.Null(reader.ReadLine());
    }

    [Fact]
    public void Lines_that_are_too_long_are_left_out_and_counted()
    {
        var text = "first\n" + new string('x', 300_000) + "\nmiddle\n" + new string('y', 101) + "\n" + new string('z', 100) + "\n";
        var reader = new ReverseLineReader(Stream(text), longestLine: 100);

        Assert.Equal([new string('z', 100), "middle", "first"], Lines(reader));
        Assert.Equal(2, reader.SkippedLines);
    }

    [Fact]
    public void A_first_line_that_is_too_long_is_left_out_too()
    {
        var reader = new ReverseLineReader(Stream(new string('x', 100_000) + "\nlast\n"), longestLine: 1000);

        Assert.Equal(["last"], Lines(reader));
        Assert.Equal(1, reader.SkippedLines);
    }

    [Fact]
    public void Any_text_read_backwards_is_the_text_read_forwards()
    {
        var random = new Random(7);
        for (var round = 0; round < 60; round++)
        {
            var lines = Enumerable.Range(0, random.Next(3000))
                .Select(i => string.Create(CultureInfo.InvariantCulture, $"{i} {new string('ö', random.Next(60))}"))
                .ToList();
            var text = string.Concat(lines.Select(line => line + (random.Next(2) == 0 ? "\n" : "\r\n")));

            lines.Reverse();
            Assert.Equal(lines, Lines(text));
        }
    }

    [Fact]
    public void Only_the_newest_blocks_of_a_long_file_are_read()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("fleet-").FullName, "log.txt");
        File.WriteAllText(path, string.Concat(Enumerable.Repeat("a line of some length that fills the file\n", 200_000)));
        using var file = new CountingStream(File.OpenRead(path));

        Assert.NotNull(new ReverseLineReader(file).ReadLine());
        Assert.InRange(file.BytesRead, 1, 64 * 1024);
    }

    [Fact]
    public void A_stream_that_cannot_seek_is_refused()
    {
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream();

        Assert.Throws<ArgumentException>(() => new ReverseLineReader(pipe));
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    private static List<string> Lines(string text) => Lines(new ReverseLineReader(Stream(text)));

    private static List<string> Lines(ReverseLineReader reader)
    {
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
            lines.Add(line);
        return lines;
    }

    private sealed class CountingStream(Stream inner) : Stream
    {
        public long BytesRead { get; private set; }
        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => false;
        public override long Length => inner.Length;
        public override long Position { get => inner.Position; set => inner.Position = value; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = inner.Read(buffer, offset, count);
            BytesRead += read;
            return read;
        }

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);
        public override void Flush() { }
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
