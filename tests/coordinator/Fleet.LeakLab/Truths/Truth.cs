using System.Text.Json.Serialization;

namespace Fleet.LeakLab.Truths;

/// <summary>What is true of a fleet. Times are UTC, sizes bytes.</summary>
/// <param name="Fleet">Name of the fleet.</param>
/// <param name="Family">What it is an example of.</param>
/// <param name="Split">Split it was made for.</param>
/// <param name="Unseen">Whether nobody may tune against its family.</param>
/// <param name="Seed">Seed of the fleet.</param>
/// <param name="From">Start of the series.</param>
/// <param name="To">End of the series.</param>
/// <param name="LookHours">Hours between two looks at a process, on average.</param>
/// <param name="Summaries">Lines that can be read, doubled ones included.</param>
/// <param name="TornLines">Lines that cannot.</param>
/// <param name="TypeRows">Rows of types in all.</param>
/// <param name="Instances">All instances.</param>
/// <param name="Incidents">All leaks, those that ended included.</param>
/// <param name="Innocents">Growth that is no leak, as far as it was planned.</param>
internal sealed record Truth(
    string Fleet,
    string Family,
    string Split,
    bool Unseen,
    ulong Seed,
    DateTime From,
    DateTime To,
    double LookHours,
    int Summaries,
    int TornLines,
    long TypeRows,
    IReadOnlyList<TrueInstance> Instances,
    IReadOnlyList<TrueIncident> Incidents,
    IReadOnlyList<TrueInnocent> Innocents);

/// <summary>An instance.</summary>
internal sealed record TrueInstance(
    string Node, int Pid, DateTime StartedAt, DateTime? EndedAt, string? EndReason, int Bits, long LimitBytes, int Summaries);

/// <summary>The name of a type.</summary>
internal sealed record TrueType(string Name, string Module);

/// <summary>A protocol and its versions.</summary>
internal sealed record TrueProtocol(string Name, IReadOnlyList<string> Versions);

/// <summary>An attribute that instances share.</summary>
internal sealed record TrueAttribute(string Attribute, string Value);

/// <summary>One leak: one cause.</summary>
/// <param name="Id">Within the fleet.</param>
/// <param name="What">In words.</param>
/// <param name="Kind"><c>managed</c>, <c>native</c> or <c>fragmentation</c>.</param>
/// <param name="OtherKinds">Kinds that are no mistake either.</param>
/// <param name="Standing">Whether it still leaks at the end.</param>
/// <param name="Heads">Types by which it may be called.</param>
/// <param name="Types">All types that grow with it, heads included.</param>
/// <param name="Protocol">Who leaks; null for what no protocol owns.</param>
/// <param name="ProtocolIdentifiable">Whether the summaries can tell.</param>
/// <param name="VersionIdentifiable">Whether they can tell the versions, too.</param>
/// <param name="QAction">Number of the QAction, when a module tells it.</param>
/// <param name="Explanations">What may be given as the explanation; empty when any is a guess.</param>
/// <param name="UnidentifiableIsRight">Whether "unidentifiable" may be given.</param>
/// <param name="Instances">Instances that leak.</param>
/// <param name="GrowthBegins">First growth in any of them.</param>
/// <param name="ThreeTimesNoise">When the growth of any of them was first three times the noise; null if never.</param>
/// <param name="EndedAt">When the last of them stopped, if it did.</param>
internal sealed record TrueIncident(
    string Id,
    string What,
    string Kind,
    IReadOnlyList<string> OtherKinds,
    bool Standing,
    IReadOnlyList<TrueType> Heads,
    IReadOnlyList<TrueType> Types,
    TrueProtocol? Protocol,
    bool ProtocolIdentifiable,
    bool VersionIdentifiable,
    [property: JsonPropertyName("qaction")] string? QAction,
    IReadOnlyList<TrueAttribute> Explanations,
    bool UnidentifiableIsRight,
    IReadOnlyList<LeakingInstance> Instances,
    DateTime GrowthBegins,
    DateTime? ThreeTimesNoise,
    DateTime? EndedAt);

/// <summary>A leak in one instance.</summary>
/// <param name="Version">Of the protocol.</param>
/// <param name="BytesPerHour">Of all its types and of what is beside the heap, over the growth that was seen.</param>
/// <param name="LeakedBytes">In all, from its beginning.</param>
/// <param name="HeadBytes">Between the first and the last look, in the heads (or beside the heap, or in holes).</param>
/// <param name="NoiseBytes">Standard deviation of what else there is of the heads in gen 2, or of the growth itself about its line.</param>
/// <param name="Standing">Whether it leaks at the end.</param>
/// <param name="HoursToLimit">Hours from the end of the series until its private bytes are expected to reach the limit; null: not within a year, or no limit.</param>
internal sealed record LeakingInstance(
    string Node,
    int Pid,
    DateTime StartedAt,
    string? Version,
    double BytesPerHour,
    double LeakedBytes,
    double HeadBytes,
    double NoiseBytes,
    DateTime GrowthBegins,
    DateTime? ThreeTimesNoise,
    bool Standing,
    double? HoursToLimit);

/// <summary>Growth that is no leak.</summary>
internal sealed record TrueInnocent(string Id, string What, IReadOnlyList<TrueType> Types, TrueProtocol? Protocol, int Instances);
