using Fleet.Heap.AddressSpace;

namespace Fleet.Heap.Tests.AddressSpace;

public sealed class FreeAddressesTests
{
    private const ulong MB = 1 << 20;
    private const ulong GB = 1 << 30;

    [Fact]
    public void Of_an_empty_space_all_is_free() => Assert.Equal((long)(2 * GB - 0x1_0000), FreeAddresses.Longest([], 0x1_0000, 2 * GB, 0x1_0000));

    [Fact]
    public void The_longest_of_the_runs_between_mappings_counts_wherever_it_is()
    {
        MemoryMapping[] mappings = [new(900 * MB, 1_000 * MB), new(16 * MB, 500 * MB), new(1_100 * MB, 2_048 * MB)];
        Assert.Equal((long)(400 * MB), FreeAddresses.Longest(mappings, 0, 2 * GB, 4_096));
        Assert.Equal((long)(700 * MB), FreeAddresses.Longest(mappings[..2], 0, 1_700 * MB, 4_096));
    }

    [Fact]
    public void Mappings_that_overlap_or_lie_in_each_other_take_what_they_take_together()
    {
        MemoryMapping[] mappings = [new(0, 800 * MB), new(100 * MB, 200 * MB), new(700 * MB, 1_000 * MB)];
        Assert.Equal((long)(24 * MB), FreeAddresses.Longest(mappings, 0, 1_024 * MB, 4_096));
    }

    [Fact]
    public void A_run_that_starts_within_a_granule_is_shorter_by_the_rest_of_it()
    {
        MemoryMapping[] mappings = [new(0, MB + 0x1_1000), new(MB + 0x2_4000, 2 * MB)];
        Assert.Equal(0x1_3000, FreeAddresses.Longest(mappings, 0, 2 * MB, 0x1000));
        Assert.Equal(0x4000, FreeAddresses.Longest(mappings, 0, 2 * MB, 0x1_0000));
    }

    [Fact]
    public void Where_all_is_taken_nothing_is_free() => Assert.Equal(0, FreeAddresses.Longest([new(0, 4 * GB)], 0x1_0000, 4 * GB, 4_096));

    [Fact]
    public void A_fragmented_32_bit_process_has_much_free_and_no_run_of_it()
    {
        // 1 MB taken after each 7 MB: 3.5 of 4 GB are free.
        var mappings = Enumerable.Range(0, 512).Select(i => new MemoryMapping((ulong)i * 8 * MB, (ulong)i * 8 * MB + MB));
        Assert.Equal((long)(7 * MB), FreeAddresses.Longest(mappings, 0, 4 * GB, 0x1_0000));
    }

    [Fact]
    public void Maps_of_a_32_bit_process_under_a_64_bit_kernel_end_at_4_GB()
    {
        string[] lines =
        [
            "00010000-00012000 r-xp 00000000 08:01 123 /opt/example/app",
            "40000000-7f000000 rw-p 00000000 00:00 0",
            "f7f00000-f7f20000 r-xp 00000000 08:01 77 /lib/ld-linux-armhf.so.3",
            "fffcf000-ffff0000 rw-p 00000000 00:00 0 [stack]",
        ];
        Assert.Equal(0xf7f0_0000L - 0x7f00_0000L, LinuxMaps.LongestFreeOf32Bits([.. LinuxMaps.Parse(lines)]));
    }

    [Fact]
    public void Maps_of_a_32_bit_process_under_a_32_bit_kernel_end_at_3_GB()
    {
        string[] lines = ["00010000-50000000 r-xp 00000000 08:01 123 /opt/example/app", "befdf000-bf000000 rw-p 00000000 00:00 0 [stack]"];
        Assert.Equal(0xbefd_f000L - 0x5000_0000L, LinuxMaps.LongestFreeOf32Bits([.. LinuxMaps.Parse(lines)]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("zzz-100 r")]
    [InlineData("2000-1000 r")]
    [InlineData("1000-2000")]
    [InlineData(" 1000-2000 r")]
    public void Lines_that_are_no_mappings_are_left_out(string line) => Assert.Empty(LinuxMaps.Parse([line]));

    [Fact]
    public void Pages_of_this_process_are_used_once_they_were_written()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "asks /proc");
        const int Bytes = 4 << 20;
        using var pages = new LinuxPages(Environment.ProcessId, 64);
        Assert.SkipWhen(pages.UsedIn(0x1_0000, 0x2_0000) is null, "this kernel has no pagemap");
        unsafe
        {
            var memory = (byte*)System.Runtime.InteropServices.NativeMemory.AlignedAlloc(Bytes, 4_096);
            var start = (ulong)memory;
            var before = pages.UsedIn(start, start + Bytes)!.Value;
            for (var i = 0; i < Bytes / 2; i += 4_096)
                memory[i] = 1;
            var after = pages.UsedIn(start, start + Bytes)!.Value;
            System.Runtime.InteropServices.NativeMemory.AlignedFree(memory);

            // The allocator writes beside what it hands out.
            Assert.InRange(before.Bytes, 0, 8_192);
            Assert.InRange(after.PrivateBytes, Bytes / 2, Bytes / 2 + 8_192);
        }

        Assert.True(pages.PrivateBytes > 0);
        Assert.Null(pages.LargestFreeBlock());
    }
}
