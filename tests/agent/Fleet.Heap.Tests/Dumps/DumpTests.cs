using Fleet.Heap.Memory;
using Fleet.Heap.Runtimes;
using Fleet.Heap.Structure;
using Fleet.Heap.Tests.Live;
using Fleet.Heap.Walking;
using HeapShapes;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Tests.Dumps;

public sealed class DumpTests(DumpFixture dump) : IClassFixture<DumpFixture>
{
    [Fact]
    public void A_dump_agrees_with_the_live_process_about_the_types_that_nobody_allocated_meanwhile()
    {
        var summary = HeapReader.ReadDump(dump.Path);

        Assert.True(summary.Complete, summary.IncompleteReason);
        Assert.Equal("dump", summary.Source);
        Assert.Equal(0, summary.PauseMs);
        Assert.Equal("heap-shapes", summary.Process.Name);
        Assert.Equal(dump.Live.Process.Pid, summary.Process.Pid);
        Assert.Equal(dump.Live.Runtime, summary.Runtime);
        Assert.Equal(Known.DefaultCount, summary.Types.Single(row => row.Name == typeof(Token).FullName).Count);
        Assert.Equal(
            dump.Live.Types.Where(row => row.Module == "heap-shapes" || row.Module == Recompiled.AssemblyName),
            summary.Types.Where(row => row.Module == "heap-shapes" || row.Module == Recompiled.AssemblyName));
    }

    [Theory]
    [InlineData(DumpType.Normal)]
    [InlineData(DumpType.Triage)]
    public void A_dump_without_a_heap_is_not_an_empty_heap(DumpType kind)
    {
        var refusal = Assert.Throws<HeapReadException>(() => HeapReader.ReadDump(dump.PathOf(kind)));

        Assert.Equal(HeapReadFailure.BadDump, refusal.Failure);
        Assert.Contains("holds no managed heap", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("take one of kind heap or full", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Own_walk_of_a_dump_equals_ClrMD_to_the_byte(int threads)
    {
        using var target = DataTarget.LoadDump(dump.Path, ClrOptions.Create());
        using var runtime = OpenRuntime.Of(target.ClrVersions[0], "");
        using var reader = runtime.PrepareStructure();
        var structure = reader.Read();

        var ours = new HeapWalker(threads).Walk(new ReaderMemory(target.DataReader), structure.Plan, null, TestContext.Current.CancellationToken);

        Assert.True(ours.IsComplete);
        new BothWalks(structure, ours, BothWalks.ByClrMd(runtime.Runtime.Heap)).AssertEqual();
    }

    [Fact]
    public void Progress_ends_at_the_whole_heap()
    {
        var reports = new Reports();

        var summary = HeapReader.ReadDump(dump.Path, new DumpReadOptions { Threads = 1 }, reports);

        Assert.Equal(new HeapReadProgress(summary.BytesWalked, summary.BytesWalked), reports.Last);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.000001)]
    [InlineData(0.0001)]
    [InlineData(0.01)]
    [InlineData(0.5)]
    [InlineData(0.95)]
    [InlineData(0.99999)]
    public void A_truncated_dump_is_refused_in_one_line(double part)
    {
        var path = Path.Combine(dump.Folder, "truncated.dmp");
        File.Copy(dump.Path, path, overwrite: true);
        using (var file = File.OpenWrite(path))
            file.SetLength((long)(file.Length * part));

        var failure = Assert.Throws<HeapReadException>(() => HeapReader.ReadDump(path));

        Assert.Equal(HeapReadFailure.BadDump, failure.Failure);
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void A_dump_with_bits_flipped_all_over_ends_in_a_summary_or_in_one_line()
    {
        var path = Path.Combine(dump.Folder, "flipped.dmp");
        var random = new Random(7);
        for (var round = 0; round < 12; round++)
        {
            File.Copy(dump.Path, path, overwrite: true);
            using (var file = File.OpenWrite(path))
            {
                for (var flips = 0; flips < 200; flips++)
                {
                    file.Position = random.NextInt64(file.Length);
                    file.WriteByte((byte)random.Next(256));
                }
            }

            try
            {
                var summary = HeapReader.ReadDump(path);
                Assert.Equal(summary.BytesWalked, summary.Bytes + summary.FreeBytes);
                Assert.Equal(summary.Complete, summary.IncompleteReason is null);
            }
            catch (HeapReadException failure)
            {
                Assert.DoesNotContain('\n', failure.Message);
            }
        }
    }

    private sealed class Reports : IProgress<HeapReadProgress>
    {
        public HeapReadProgress Last { get; private set; }

        public void Report(HeapReadProgress value) => Last = value;
    }
}
