using System.Globalization;
using Fleet.Contracts.Heap;
using Fleet.DataMiner.Names;
using Fleet.Heap.Insights.Types;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Insights.Threads;

/// <summary>What threads do, and who waits for whom.</summary>
internal static class ThreadsInsight
{
    private const int MostFrames = 48;

    // A stack takes some milliseconds, and what is beyond says no more than these.
    private const int MostThreads = 1_000;
    private const int MostBlocked = 100;

    /// <summary>Reads the stacks; null where no thread has one that can be read.</summary>
    public static ThreadInsights? Read(ClrRuntime runtime, CancellationToken cancellationToken)
    {
        var waits = new Dictionary<(string State, string In), int>();
        var blocked = new List<ClrThread>();
        var frames = 0;
        foreach (var thread in runtime.Threads.Where(thread => thread.IsAlive).Take(MostThreads))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (state, method, read) = StateOf(thread);
            frames += read;
            if (state == ThreadStates.Lock)
                blocked.Add(thread);
            waits[(state, method)] = waits.GetValueOrDefault((state, method)) + 1;
        }

        return frames == 0 ? null : new ThreadInsights(
            [
                .. waits.Select(row => new ThreadWait(row.Key.State, row.Key.In, row.Value))
                    .OrderByDescending(row => row.Count).ThenBy(row => row.State, StringComparer.Ordinal).ThenBy(row => row.In, StringComparer.Ordinal),
            ],
            [.. Locks(runtime)],
            WaitCircle.Of(WaitsFor(runtime, blocked, cancellationToken)));
    }

    private static (string State, string In, int Frames) StateOf(ClrThread thread)
    {
        var framework = new List<string>();
        var read = 0;
        foreach (var frame in thread.EnumerateStackTrace(includeContext: false, MostFrames))
        {
            read++;
            if (frame.Method is not { } method || method.Type is not { } type)
                continue;

            var name = $"{type.Name}.{method.Name}";
            if (ModuleName.Normalise(type.Module?.Name) is var module && module.Length > 0 && !FrameworkModules.Has(module))
                return (ThreadStates.Of(framework, thread.GCMode == GCMode.Cooperative), name, read);
            framework.Add(name);
        }

        var state = framework.Count == 0 && thread.IsFinalizer ? ThreadStates.Finalizer : ThreadStates.Of(framework, thread.GCMode == GCMode.Cooperative);
        return (state, "", read);
    }

    private static IEnumerable<HeldLock> Locks(ClrRuntime runtime)
    {
        var threads = runtime.Threads.ToDictionary(thread => thread.Address, thread => thread.ManagedThreadId);
        return runtime.Heap.EnumerateSyncBlocks()
            .Where(block => block is { IsMonitorHeld: true, WaitingThreadCount: > 0 })
            .Select(block => new HeldLock(
                runtime.Heap.GetObjectType(block.Object)?.Name ?? "(unknown type)", block.Object.ToString("x", CultureInfo.InvariantCulture),
                threads.GetValueOrDefault(block.HoldingThreadAddress), block.WaitingThreadCount))
            .OrderByDescending(held => held.Waiting).ThenBy(held => held.Address, StringComparer.Ordinal);
    }

    // The runtime does not say what a thread waits for, but it has the lock on its stack. Where there are several that others hold, it is
    // not known which.
    private static Dictionary<int, int> WaitsFor(ClrRuntime runtime, IReadOnlyList<ClrThread> blocked, CancellationToken cancellationToken)
    {
        var holders = runtime.Heap.EnumerateSyncBlocks().Where(block => block.IsMonitorHeld && block.HoldingThreadAddress != 0)
            .GroupBy(block => block.Object).ToDictionary(block => block.Key, block => block.First().HoldingThreadAddress);
        var threads = runtime.Threads.ToDictionary(thread => thread.Address, thread => thread.ManagedThreadId);
        var waitsFor = new Dictionary<int, int>();
        foreach (var thread in blocked.Take(MostBlocked))
        {
            cancellationToken.ThrowIfCancellationRequested();
            ulong[] others =
            [
                .. thread.EnumerateStackRoots().Select(root => root.Object.Address).Distinct()
                    .Where(holders.ContainsKey).Select(locked => holders[locked]).Where(holder => holder != thread.Address).Distinct(),
            ];
            if (others is [var other] && threads.TryGetValue(other, out var holder))
                waitsFor[thread.ManagedThreadId] = holder;
        }

        return waitsFor;
    }
}
