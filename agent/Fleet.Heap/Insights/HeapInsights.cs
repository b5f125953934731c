using System.Diagnostics;
using System.Globalization;
using Fleet.Contracts.Heap;
using Fleet.Heap.Insights.Scan;
using Fleet.Heap.Insights.Strings;
using Fleet.Heap.Insights.Types;
using Fleet.Heap.Memory;
using Fleet.Heap.Runtimes;
using Fleet.Heap.Walking;

namespace Fleet.Heap.Insights;

/// <summary>All that is found out by looking at every object once, and at strings again where there are very many different ones.</summary>
internal sealed class HeapInsights : IEverything
{
    private readonly ObjectScan _scan;
    private readonly ITypeSource _types;
    private readonly InsightsOptions _options;
    private readonly ulong _freeTable;
    private readonly StringsInsight _strings;
    private readonly CollectionsInsight _collections;
    private readonly ArraysInsight _arrays;
    private readonly DelegatesInsight _delegates;
    private readonly TimersInsight _timers;
    private readonly ExceptionsInsight _exceptions;
    private readonly LargestInsight _largest;
    private readonly List<WalkDamage> _damages = [];
    private readonly List<string> _troubles = [];
    private long _objects;
    private long _free;
    private bool _isOnlyStrings;

    /// <param name="memory">Bytes at an address.</param>
    /// <param name="plan">What to look at.</param>
    /// <param name="freeTable">Method table of free objects.</param>
    /// <param name="types">Knows the types.</param>
    /// <param name="salt">Of the hashes of this report.</param>
    /// <param name="options">How.</param>
    public HeapInsights(IMemorySource memory, WalkPlan plan, ulong freeTable, ITypeSource types, ulong salt, InsightsOptions options)
    {
        var view = new HeapView(memory, plan.PointerSize);
        _scan = new ObjectScan(memory, plan, view, this, Prepare);
        _types = types;
        _options = options;
        _freeTable = freeTable;
        var understood = new Delegates(view, _scan.Types, types);
        _strings = new StringsInsight(view, new ValueHash(salt), options);
        _collections = new CollectionsInsight(view, _scan.Types);
        _arrays = new ArraysInsight(view);
        _delegates = new DelegatesInsight(understood);
        _timers = new TimersInsight(view, understood);
        _exceptions = new ExceptionsInsight(view, _strings, options);
        _largest = new LargestInsight(options.Rows);
        Subscriptions = new SubscriptionsInsight(view, understood);
        Pinned = new PinnedInsight(view, understood, _scan.Types);
    }

    /// <summary>Takes static fields, which are no objects, too.</summary>
    public SubscriptionsInsight Subscriptions { get; }

    /// <summary>Takes handles, which are no objects, too.</summary>
    public PinnedInsight Pinned { get; }

    /// <summary>The types of the heap.</summary>
    public ScannedTypes Types => _scan.Types;

    /// <summary>Looks at all objects, and at strings as often as it takes.</summary>
    /// <param name="longest">How long that may take: a further pass that would take longer is not begun. Null: as long as it takes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException">Between two blocks.</exception>
    public void Run(TimeSpan? longest, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        _scan.Run(cancellationToken);
        _damages.AddRange(_scan.Damages);
        var pass = Stopwatch.GetElapsedTime(since);
        while (!_strings.EndPass())
        {
            if (Stopwatch.GetElapsedTime(since) + pass > longest)
            {
                _strings.GiveUp();
                return;
            }

            LookAtStringsOnly();
            _strings.StartPass();
            _scan.Run(cancellationToken);
        }
    }

    public void See(in HeapObject found)
    {
        if (_isOnlyStrings)
            return;

        _objects++;
        if (found.Type.Address == _freeTable)
        {
            _free++;
            return;
        }

        _largest.See(found);
        Pinned.See(found);
    }

    /// <summary>What was found.</summary>
    /// <param name="troubles">What else could not be read.</param>
    public InsightsReport Report(params IReadOnlyCollection<string> troubles)
    {
        var reason = WhyIncomplete(troubles);
        return new InsightsReport
        {
            Objects = _objects - _free,
            Complete = reason is null,
            IncompleteReason = reason,
            Ms = 0,
            Strings = _strings.Report(),
            Collections = _collections.Report(_options.Rows),
            Arrays = _arrays.Report(_options.Rows),
            Delegates = _delegates.Report(_options.Rows),
            Subscriptions = Subscriptions.Report(_options.Rows),
            Timers = _timers.Report(_options.Rows),
            Exceptions = _exceptions.Report(),
            Largest = _largest.Report(_types),
            WaitingFinalizers = [],
            Pinned = Pinned.Report(_options.Rows, _types),
        };
    }

    private void Prepare(ScannedType type)
    {
        // A type that can't be understood is one that nobody looks at.
        if (type.Address == _freeTable || RuntimeTrouble.Ask("a type", () => _types.Layout(type.Address), null, _troubles) is not { } layout)
            return;

        if (layout.Key.Name == "System.String")
        {
            type.Probes = [_strings];
            return;
        }

        IObjectProbe?[] Probes() =>
        [
            _collections.ProbeFor(layout), _arrays.ProbeFor(layout, type), _delegates.ProbeFor(layout),
            Subscriptions.ProbeFor(layout), _timers.ProbeFor(layout), _exceptions.ProbeFor(layout),
        ];
        type.Probes = [.. RuntimeTrouble.Ask("fields of a type", Probes, [], _troubles).OfType<IObjectProbe>()];
    }

    private void LookAtStringsOnly()
    {
        if (_isOnlyStrings)
            return;

        _isOnlyStrings = true;
        foreach (var type in _scan.Types.All)
            type.Probes = type.Probes.Contains(_strings) ? [_strings] : [];
    }

    private string? WhyIncomplete(IReadOnlyCollection<string> troubles)
    {
        var reasons = new List<string>(troubles);
        if (_damages.Count > 0)
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"{_damages.Sum(damage => damage.BytesLost)} bytes could not be looked at in {_damages.Count} places; first {_damages[0]}"));
        if (_troubles.Count > 0)
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"{_troubles.Count} types could not be understood; first: {_troubles[0]}"));
        if (_strings.Unreadable > 0)
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"{_strings.Unreadable} strings could not be read"));
        if (_strings.Estimate is { } estimate)
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"there are more different strings than can be counted in the time that the process may stand still: duplicates among {100 * estimate.Part:0.#} % of them are counted, and perhaps one too few of each; all waste {estimate.LeastBytes} to {estimate.MostBytes} bytes; allow a longer pause or take a dump"));
        if (!_exceptions.IsExact)
            reasons.Add("there are more messages of exceptions than fit; those beyond are counted without");
        return reasons.Count == 0 ? null : string.Join("; ", reasons);
    }
}
