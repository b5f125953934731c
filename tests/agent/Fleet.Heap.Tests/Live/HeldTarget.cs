using System.Runtime.ExceptionServices;
using Fleet.Contracts.Heap;
using Fleet.Heap.Live;
using Fleet.Heap.Structure;
using Fleet.Heap.Walking;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Tests.Live;

/// <summary>Our walk and ClrMD's of one and the same moment of a process.</summary>
internal sealed record BothWalks(HeapStructure Structure, WalkResult Ours, IReadOnlyDictionary<ulong, MethodTableCount> Theirs)
{
    /// <summary>Holds the process and walks it both ways; null when a collection was running.</summary>
    public static BothWalks? Of(int pid)
    {
        BothWalks? result = null;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                using var target = LinuxTarget.Open(new ProcessDescription("heap-shapes", pid, null, 64));
                var walker = new HeapWalker(2);
                using var hold = target.Hold(forQuestions: true, CancellationToken.None);
                var structure = hold.ReadStructure();
                if (!structure.CanWalk)
                    return;

                var ours = walker.Walk(target.Memory, structure.Plan, null, CancellationToken.None);
                result = new BothWalks(structure, ours, ByClrMd(target.Runtime.Heap));
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }

    /// <summary>Counts by ClrMD's own enumeration, see <see cref="ClrMdObjects"/>.</summary>
    public static Dictionary<ulong, MethodTableCount> ByClrMd(ClrHeap heap)
    {
        var counts = new Dictionary<ulong, MethodTableCount>();
        foreach (var segment in heap.Segments)
        {
            foreach (var found in ClrMdObjects.Of(segment))
            {
                var generation = segment.GetGeneration(found.Address) switch
                {
                    Generation.Generation0 => 0,
                    Generation.Generation1 => 1,
                    Generation.Generation2 => 2,
                    Generation.Large => 3,
                    Generation.Pinned => 4,
                    Generation.Frozen => 5,
                    _ => throw new InvalidOperationException($"{found.Address:x} is in no generation"),
                };
                var table = found.Type!.MethodTable;
                if (!counts.TryGetValue(table, out var count))
                    counts.Add(table, count = new MethodTableCount());
                count.Objects[generation]++;
                count.Bytes[generation] += (long)ClrMdObjects.Aligned(found.Size);
            }
        }

        return counts;
    }

    /// <summary>Fails at the first difference.</summary>
    public void AssertEqual()
    {
        Assert.Equal(Theirs.Keys.Order(), Ours.Counts.Keys.Order());
        foreach (var (table, count) in Theirs)
        {
            Assert.Equal(count.Objects, Ours.Counts[table].Objects);
            Assert.Equal(count.Bytes, Ours.Counts[table].Bytes);
        }
    }
}
