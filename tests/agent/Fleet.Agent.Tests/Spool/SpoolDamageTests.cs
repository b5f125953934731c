using Fleet.Agent.Spool;

namespace Fleet.Agent.Tests.Spool;

/// <summary>What crashes and bad disks leave of a segment.</summary>
public sealed class SpoolDamageTests : IDisposable
{
    private readonly SpoolDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_last_record_torn_anywhere_is_cut_off_and_its_sequence_not_given_again()
    {
        var (bytes, ends) = Written(3);
        for (var cut = ends[1] + 1; cut < ends[2]; cut += 7)
        {
            File.WriteAllBytes(_directory.Segments[0], bytes[..cut]);
            using var spool = _directory.Open();
            Assert.Equal([(1ul, "look-1"), (2ul, "look-2")], SpoolDirectory.Waiting(spool));
            Assert.Equal(ends[1], new FileInfo(_directory.Segments[0]).Length);
            Assert.Equal(0, spool.Statistics.Damaged);
            Assert.Equal(4ul, spool.Append(SampleSummaries.Make(4)));
        }
    }

    [Fact]
    public void A_damaged_byte_anywhere_costs_its_own_record_only_and_is_counted()
    {
        var (bytes, ends) = Written(4);
        var random = new Random(3);
        for (var at = ends[0]; at < ends[2]; at += 5)
        {
            var damaged = bytes.ToArray();
            damaged[at] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(_directory.Segments[0], damaged);
            using var spool = _directory.Open();
            var lost = at < ends[1] ? 2ul : 3;
            Assert.Equal(new ulong[] { 1, 2, 3, 4 }.Where(n => n != lost).Select(n => (n, (string?)$"look-{n}")), SpoolDirectory.Waiting(spool));
            Assert.Equal(1, spool.Statistics.Damaged);
            Assert.Equal(5ul, spool.Append(SampleSummaries.Make(5)));
        }
    }

    [Fact]
    public void A_last_record_that_rotted_after_it_was_sent_does_not_lend_its_sequence_to_another()
    {
        var (bytes, ends) = Written(3);
        bytes[ends[1] + 60] ^= 4;
        File.WriteAllBytes(_directory.Segments[0], bytes);
        using var spool = _directory.Open();
        Assert.InRange(spool.Append(SampleSummaries.Make(4)), 4ul, ulong.MaxValue);
    }

    [Fact]
    public void A_record_damaged_while_the_spool_is_open_is_left_out_and_counted()
    {
        using var spool = _directory.Open();
        for (var n = 1; n <= 3; n++)
            spool.Append(SampleSummaries.Make(n));
        using (var file = new FileStream(_directory.Segments[0], FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete))
        {
            file.Seek(file.Length / 2, SeekOrigin.Begin);
            var old = file.ReadByte();
            file.Seek(-1, SeekOrigin.Current);
            file.WriteByte((byte)(old ^ 0xff));
        }

        Assert.Equal([(1ul, "look-1"), (3ul, "look-3")], SpoolDirectory.Waiting(spool));
        Assert.Equal((1, 2), (spool.Statistics.Damaged, spool.Statistics.Records));
    }

    [Fact]
    public void A_segment_that_somebody_deleted_costs_its_own_records_only()
    {
        using var spool = _directory.Open(new SpoolOptions { MaximumBytes = 1 << 20 });
        for (var n = 1; n <= 60; n++)
            spool.Append(SampleSummaries.Make(n, types: 300));
        File.Delete(_directory.Segments[0]);
        var waiting = SpoolDirectory.Waiting(spool);
        Assert.InRange(waiting.Count, 1, 59);
        Assert.Equal(60, waiting.Count + spool.Statistics.Damaged);
        Assert.Equal("look-60", waiting[^1].Name);
        spool.Acknowledge(60);
        Assert.Equal(0, spool.Statistics.Records);
    }

    [Fact]
    public void Bytes_of_chance_in_a_segment_are_survived()
    {
        var (bytes, _) = Written(6);
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            var damaged = bytes.ToArray();
            for (var i = random.Next(1, 30); i > 0; i--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(_directory.Segments[0], damaged[..random.Next(damaged.Length)]);
            using var spool = _directory.Open();
            foreach (var (sequence, name) in SpoolDirectory.Waiting(spool))
                Assert.Equal($"look-{sequence}", name);
            Assert.InRange(spool.Append(SampleSummaries.Make(7)), 1ul, ulong.MaxValue);
        }
    }

    /// <summary>Bytes of a segment with so many records, and where each ends.</summary>
    private (byte[] Bytes, int[] Ends) Written(int records)
    {
        var ends = new int[records];
        using (var spool = _directory.Open())
        {
            for (var n = 1; n <= records; n++)
            {
                spool.Append(SampleSummaries.Make(n, types: 40));
                ends[n - 1] = (int)spool.Statistics.Bytes;
            }
        }

        return (File.ReadAllBytes(_directory.Segments[0]), ends);
    }
}
