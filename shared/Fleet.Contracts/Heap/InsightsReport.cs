using System.Text.Json.Serialization;

namespace Fleet.Contracts.Heap;

/// <summary>
/// What is wasteful or wrong on one heap. Tables hold the rows that matter most; their totals are of all rows. Text that was in memory
/// is in it only when that was asked for.
/// </summary>
public sealed record InsightsReport
{
    /// <summary>Objects that were looked at, free ones not counted.</summary>
    public required long Objects { get; init; }

    /// <summary>True when every object was looked at and every figure is exact.</summary>
    public required bool Complete { get; init; }

    /// <summary>What was not looked at or is not exact, and why; null when complete.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? IncompleteReason { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public required double Ms { get; init; }

    /// <summary>Strings of equal value.</summary>
    public required DuplicateStrings Strings { get; init; }

    /// <summary>Collections with nothing or little in them, most wasted bytes first.</summary>
    public required IReadOnlyList<CollectionWaste> Collections { get; init; }

    /// <summary>
    /// Arrays of references of which less than half are set, most wasted bytes first; those behind collections are among them, so that
    /// their waste must not be added to that of collections.
    /// </summary>
    public required IReadOnlyList<ArrayWaste> Arrays { get; init; }

    /// <summary>Delegates by what they would be called on, most first.</summary>
    public required IReadOnlyList<DelegateTarget> Delegates { get; init; }

    /// <summary>Subscriptions by who publishes and who subscribed, most first.</summary>
    public required IReadOnlyList<Subscription> Subscriptions { get; init; }

    /// <summary>Timers by what they call, most first.</summary>
    public required IReadOnlyList<TimerTarget> Timers { get; init; }

    /// <summary>Exceptions on the heap, thrown or only made, most first.</summary>
    public required IReadOnlyList<ExceptionCount> Exceptions { get; init; }

    /// <summary>The largest objects, the largest first.</summary>
    public required IReadOnlyList<LargeObject> Largest { get; init; }

    /// <summary>Unreachable objects that wait for the finalizer thread, by type, most first.</summary>
    public required IReadOnlyList<WaitingFinalizer> WaitingFinalizers { get; init; }

    /// <summary>Objects that can't be moved, by type and by what pins them, most bytes first.</summary>
    public required IReadOnlyList<PinnedObjects> Pinned { get; init; }

    /// <summary>What threads do; null where their stacks can't be read, as in the clone that a live process on Windows is read from.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ThreadInsights? Threads { get; init; }
}

/// <summary>Strings of equal value.</summary>
/// <param name="Strings">All strings.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="WastedBytes">What would be saved if every value were there once.</param>
/// <param name="DuplicatedValues">Values that are there more than once.</param>
/// <param name="Exact">False when there were more values than could be counted in the time that the process may stand still; then what is wasted and duplicated is at least that.</param>
/// <param name="Top">The values that waste most, of those that were counted.</param>
/// <param name="Estimate">What is known of all values; null when exact.</param>
public sealed record DuplicateStrings(
    long Strings, long Bytes, long WastedBytes, long DuplicatedValues, bool Exact, IReadOnlyList<DuplicateString> Top,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DuplicateEstimate? Estimate = null);

/// <summary>What duplicates waste, where only a random part of all values could be counted, or none to the last string.</summary>
/// <param name="Part">Of the values, that was counted; 0 to 1.</param>
/// <param name="LeastBytes">That would be saved if every value were there once, at least.</param>
/// <param name="MostBytes">The same, at most. Certain for a part of 1; else both hold with a chance of 95 in 100, unless single values outside of the part waste very much.</param>
public sealed record DuplicateEstimate(double Part, long LeastBytes, long MostBytes);

/// <summary>One value.</summary>
/// <param name="Id">A hash with a salt of this report: tells values apart, and nothing of them.</param>
/// <param name="Length">Characters.</param>
/// <param name="Count">Strings of that value.</param>
/// <param name="WastedBytes">Bytes of all but one.</param>
/// <param name="Text">The value, shortened; null unless text was asked for.</param>
public sealed record DuplicateString(
    string Id, int Length, long Count, long WastedBytes, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Text);

/// <summary>Collections of one type.</summary>
/// <param name="Name">Full type name.</param>
/// <param name="Module">Normalised module name.</param>
/// <param name="Count">All of that type.</param>
/// <param name="Empty">Of those, with nothing in them.</param>
/// <param name="Sparse">Of those, with something in less than half of their slots.</param>
/// <param name="WastedBytes">Empty ones whole, with their slots; unused slots of sparse ones.</param>
public sealed record CollectionWaste(string Name, string Module, long Count, long Empty, long Sparse, long WastedBytes);

/// <summary>Arrays of references of one type.</summary>
/// <param name="Name">Full type name.</param>
/// <param name="Module">Normalised module name.</param>
/// <param name="Count">All of that type with 8 elements or more.</param>
/// <param name="Sparse">Of those, with less than half of their elements set.</param>
/// <param name="WastedBytes">Elements of sparse ones that are not set.</param>
public sealed record ArrayWaste(string Name, string Module, long Count, long Sparse, long WastedBytes);

/// <summary>Delegates of one target type.</summary>
/// <param name="Target">Type of the object that they are called on; <c>(static)</c> for none.</param>
/// <param name="Module">Its module.</param>
/// <param name="Delegate">Type of the delegates.</param>
/// <param name="Count">Delegates.</param>
public sealed record DelegateTarget(string Target, string Module, string Delegate, long Count);

/// <summary>Subscriptions of objects of one type to a field of another.</summary>
/// <param name="Publisher">Type that has the field.</param>
/// <param name="Module">Its module.</param>
/// <param name="Field">An event's field has the event's name.</param>
/// <param name="IsStatic">The field lives as long as the code.</param>
/// <param name="Subscriber">Type of the objects that are called.</param>
/// <param name="Count">Subscriptions.</param>
/// <param name="Publishers">Objects that have them; 1 for a static field.</param>
/// <param name="Most">Subscriptions of the one that has most.</param>
public sealed record Subscription(
    string Publisher, string Module, string Field, bool IsStatic, string Subscriber, long Count, long Publishers, long Most);

/// <summary>Timers of one target.</summary>
/// <param name="Target">Type of the object that is called; where a lambda is, type of the state that it gets.</param>
/// <param name="Module">Its module.</param>
/// <param name="Count">Timers.</param>
/// <param name="Active">Of those, that will fire.</param>
public sealed record TimerTarget(string Target, string Module, long Count, long Active);

/// <summary>Exceptions of one type and message.</summary>
/// <param name="Name">Full type name.</param>
/// <param name="Module">Normalised module name.</param>
/// <param name="MessageId">A hash with a salt of this report; empty for no message.</param>
/// <param name="Count">Exceptions.</param>
/// <param name="Message">Null unless text was asked for.</param>
public sealed record ExceptionCount(
    string Name, string Module, string MessageId, long Count, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message);

/// <summary>One object.</summary>
/// <param name="Address">In hexadecimal digits.</param>
/// <param name="Name">Full type name.</param>
/// <param name="Module">Normalised module name.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Length">Elements or characters; 0 for what has none.</param>
public sealed record LargeObject(string Address, string Name, string Module, long Bytes, long Length);

/// <summary>Objects of one type that wait for their finalizer.</summary>
/// <param name="Name">Full type name.</param>
/// <param name="Module">Normalised module name.</param>
/// <param name="Count">Objects.</param>
/// <param name="Bytes">Their own bytes; what they hold waits with them.</param>
/// <param name="Disposable">Whoever made them could have disposed of them.</param>
public sealed record WaitingFinalizer(string Name, string Module, long Count, long Bytes, bool Disposable);

/// <summary>Objects of one type that can't be moved.</summary>
/// <param name="Name">Full type name.</param>
/// <param name="Module">Normalised module name.</param>
/// <param name="By"><c>Pinned</c> or <c>AsyncPinned</c> handles, or <c>PinnedHeap</c>.</param>
/// <param name="Count">Objects; one with several handles counts for each.</param>
/// <param name="Bytes">Their bytes.</param>
public sealed record PinnedObjects(string Name, string Module, string By, long Count, long Bytes);

/// <summary>What threads do.</summary>
/// <param name="Waits">Threads by what they do, most first.</param>
/// <param name="Locks">Locks that threads hold while others wait for them.</param>
/// <param name="DeadlockedThreads">Managed ids of threads that wait for each other in a circle; none if there is no such circle.</param>
public sealed record ThreadInsights(
    IReadOnlyList<ThreadWait> Waits, IReadOnlyList<HeldLock> Locks, IReadOnlyList<int> DeadlockedThreads);

/// <summary>Threads that do the same.</summary>
/// <param name="State">
/// <c>running</c>, <c>lock</c>, <c>monitor wait</c>, <c>wait handle</c>, <c>sleep</c>, <c>join</c>, <c>task</c>, <c>socket</c>, <c>input</c>,
/// <c>thread pool</c> (idle), <c>timer</c>, <c>finalizer</c> or <c>native</c>.
/// </param>
/// <param name="In">First method on the stack that is not the framework's; empty where there is none.</param>
/// <param name="Count">Threads.</param>
public sealed record ThreadWait(string State, string In, int Count);

/// <summary>A lock that is held.</summary>
/// <param name="Name">Type of the object that is locked.</param>
/// <param name="Address">Of that object, in hexadecimal digits.</param>
/// <param name="Owner">Managed id of the thread that holds it; 0 where that is not known.</param>
/// <param name="Waiting">Threads that wait for it.</param>
public sealed record HeldLock(string Name, string Address, int Owner, int Waiting);
