using System.Diagnostics;
using Fleet.Contracts.Heap;
using Fleet.Heap.Counting;
using Fleet.Heap.Live.Collections;
using Fleet.Heap.Live.Tenured;
using Fleet.Heap.Structure;
using Fleet.Heap.Walking;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Live;

/// <summary>
/// Reads tenured memory while the process runs, and holds the process only for the young generations, the large objects and what changed.
/// What was read before is taken for true if the runtime's own record of its collections shows none in between that could have changed it:
/// see <see cref="TenuredCounts"/> for which could. Otherwise it is read again.
/// </summary>
/// <param name="target">The process.</param>
/// <param name="options">How.</param>
/// <param name="walker">Walks it.</param>
/// <param name="document">Writes the document of what was walked.</param>
/// <param name="progress">Told of bytes walked.</param>
internal sealed class ConcurrentLook(
    LinuxTarget target, LiveReadOptions options, HeapWalker walker, Func<LiveWalk, CancellationToken, HeapSummary> document, IProgress<HeapReadProgress>? progress)
{
    // Checked while the process stands still: some three milliseconds for ten thousand.
    private const int FreeObjectsCheckedHeld = 20_000;

    // A collection of the young generations is over in a moment.
    private const int HoldsPerReading = 8;

    private static readonly HashSet<ulong> NothingChanged = [];

    private MethodTables? _tables;

    /// <summary>Takes it; null when nothing could be proven.</summary>
    /// <param name="cost">Gets what it takes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HeapReadException">The process ended, or may not stand still for as long as it would take.</exception>
    /// <exception cref="OperationCanceledException">The deadline passed, or the caller gave up.</exception>
    public LiveWalk? Take(LookCost cost, CancellationToken cancellationToken)
    {
        using var watch = new CollectionWatch(target.Process.Pid);
        var tenured = TenuredCounts.None;
        var proof = new TenuredProof();
        foreach (var _ in Attempts.UpTo(options.MaxAttempts, cancellationToken))
        {
            if (!watch.IsOn)
                return null;

            LiveFailures.ThrowIfEnded(target);
            var since = Stopwatch.GetTimestamp();
            var glance = target.Glance();
            if (glance is not { CanWalk: true, Plan.Ranges.Count: > 0 })
                continue; // a collection runs, or the runtime is only starting

            tenured = ReadTenured(glance, tenured, cancellationToken);
            // Most of what is torn is known by now, and read again before the process is held.
            var untorn = watch.SoFar() is { } heard ? tenured.Untorn(heard, since) : tenured;
            if (untorn.In(Tenured(glance), NothingChanged).ToWalk.Count > 0)
                tenured = ReadTenured(glance, untorn, cancellationToken);
            Held? held = null;
            foreach (var __ in Attempts.UpTo(HoldsPerReading, cancellationToken))
                if ((held = Hold(tenured, cost, cancellationToken)) is { Walk.Walk.IsComplete: true })
                    break;
            cost.Walked += Stopwatch.GetElapsedTime(since);

            HeapSummary? written = null;
            var record = watch.Conclude(() => written = Written(held?.Walk, cancellationToken));
            if (record is null)
                return null;

            var whole = tenured.Untorn(record, since);
            var verdict = proof.Judge(record, since, held?.At, held is { FreeChecked: true }, whole.Ranges.Count < tenured.Ranges.Count);
            if (verdict == TenuredVerdict.Proven)
                return held!.Verified(target.Process) with { Document = written };

            tenured = verdict == TenuredVerdict.Keep ? whole : TenuredCounts.None;
        }

        return null;
    }

    // Not proven yet: what can't be named may be no type at all, and is asked for again when it is known to be one.
    private HeapSummary? Written(LiveWalk? walked, CancellationToken cancellationToken)
    {
        try
        {
            return walked is { Walk.IsComplete: true } ? document(walked, cancellationToken) : null;
        }
        catch (Exception e) when (e is ClrDiagnosticsException or IOException or InvalidOperationException)
        {
            return null;
        }
    }

    private static IEnumerable<WalkRange> Tenured(HeapStructure glance) => glance.Plan.Ranges.Where(range => TenuredCounts.IsTenured(range.Generation));

    private TenuredCounts ReadTenured(HeapStructure glance, TenuredCounts known, CancellationToken cancellationToken)
    {
        var plan = glance.Plan with { Ranges = [.. Tenured(glance)] };
        _tables ??= new MethodTables(target.Memory, plan.PointerSize);
        var changed = FreeObjectCheck.Changed(target.Memory, plan, known.Ranges);
        var holdings = known.In(plan.Ranges, changed);
        var walked = walker.Count(target.Memory, _tables, plan with { Ranges = holdings.ToWalk }, noteFree: true, progress, cancellationToken);
        return new TenuredCounts(holdings.JoinedWith(walked));
    }

    private Held? Hold(TenuredCounts tenured, LookCost cost, CancellationToken cancellationToken)
    {
        using var pause = new Pause(options.PauseBudget, cancellationToken);
        var checkFree = tenured.Ranges.Sum(range => (long)range.Free.Length) <= FreeObjectsCheckedHeld;
        IHold? hold = null;
        cost.Attempts++;
        try
        {
            hold = target.Hold(forQuestions: false, pause.Begin().Token);
            var at = Stopwatch.GetTimestamp();
            var structure = hold.ReadStructure();
            if (!structure.CanWalk)
                return null;

            var plan = structure.Plan;
            var changed = checkFree ? FreeObjectCheck.Changed(target.Memory, plan, tenured.Ranges) : [];
            var holdings = tenured.In(plan.Ranges, changed);
            var counts = walker.Count(target.Memory, _tables!, plan with { Ranges = holdings.ToWalk }, noteFree: false, null, pause.Token);
            var result = WalkResult.Of(_tables!, [.. holdings.Kept, .. counts], plan.Bytes);
            var heldCounts = HeldCounts.Take(new StillHeap(target.Runtime, target.Memory, structure), HeldCounts.LongestInHold, pause.Token);
            var difference = options.Verify ? Verification.Difference(result, walker.Walk(target.Memory, plan, null, cancellationToken)) : null;
            return new Held(new LiveWalk(structure, result, heldCounts, cost), at, checkFree, difference);
        }
        catch (HeapReadException gone) when (gone.Failure == HeapReadFailure.ProcessGone)
        {
            throw LiveFailures.EndedMeanwhile(target.Process.Pid);
        }
        catch (Exception e) when (e is ClrDiagnosticsException or IOException or InvalidOperationException)
        {
            LiveFailures.ThrowIfEnded(target);
            return null; // a bad moment; there will be others
        }
        catch (OperationCanceledException) when (pause.IsSpent)
        {
            throw pause.Exceeded(target.Process);
        }
        finally
        {
            hold?.Dispose();
            cost.Add(hold?.Paused ?? TimeSpan.Zero);
        }
    }

    private sealed record Held(LiveWalk Walk, long At, bool FreeChecked, string? Difference)
    {
        public LiveWalk Verified(ProcessDescription process) =>
            Difference is null ? Walk : throw LiveFailures.Disagreement(process.Pid, Difference);
    }
}
