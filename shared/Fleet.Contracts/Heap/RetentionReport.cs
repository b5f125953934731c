using System.Text.Json.Serialization;

namespace Fleet.Contracts.Heap;

/// <summary>
/// Who holds what on one heap: shortest paths from the roots, as types, with what is at their ends. An object that several paths lead
/// to is counted on one of them, a shortest; of those equally long, statics go before handles, and handles before stacks.
/// </summary>
public sealed record RetentionReport
{
    /// <summary>The type that was asked about; null when none was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Type { get; init; }

    /// <summary>Objects that some root holds; the rest of the heap is garbage that was not collected yet.</summary>
    public required long Objects { get; init; }

    /// <summary>Bytes of those objects, alignment included.</summary>
    public required long Bytes { get; init; }

    /// <summary>True when every root was read and every reference followed.</summary>
    public required bool Complete { get; init; }

    /// <summary>What was not followed and why; null when complete.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? IncompleteReason { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public required double Ms { get; init; }

    /// <summary>
    /// The paths, most bytes first. With a <see cref="Type"/>: those that end at it, by <see cref="RetentionPath.Bytes"/>. Without: those
    /// where bytes come together or part, by <see cref="RetentionPath.InclusiveBytes"/>; one may be the beginning of another.
    /// </summary>
    public required IReadOnlyList<RetentionPath> Paths { get; init; }

    /// <summary>Paths that were left out because there are too many.</summary>
    public required int PathsLeftOut { get; init; }

    /// <summary>References between types, most bytes first; with a <see cref="Type"/>, all that lead to it, before others.</summary>
    public required IReadOnlyList<TypeReference> References { get; init; }

    /// <summary>Exact retained sizes; null unless they were asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DominatorReport? Dominators { get; init; }
}

/// <summary>A path by types, and what it leads to.</summary>
/// <param name="Root">Where it starts.</param>
/// <param name="Steps">Types from there; the last is that of the objects it leads to.</param>
/// <param name="Objects">Objects at its end.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="InclusiveObjects">Those, and all that were reached through them.</param>
/// <param name="InclusiveBytes">Bytes of all of these.</param>
public sealed record RetentionPath(
    RetentionRoot Root, IReadOnlyList<RetentionStep> Steps, long Objects, long Bytes, long InclusiveObjects, long InclusiveBytes);

/// <summary>Where a path starts.</summary>
/// <param name="Kind">
/// <c>static</c>, <c>thread static</c>, <c>strong handle</c>, <c>pinned handle</c>, <c>ref-counted handle</c>, <c>async pinned handle</c>,
/// <c>sized ref handle</c>, <c>stack</c>, <c>finalizer queue</c>, or <c>other</c> for what did not fit into the table of paths.
/// </param>
/// <param name="Name"><c>DeclaringType.Field</c> of a static, <c>Type.Method</c> of a frame on a stack, else empty.</param>
/// <param name="Module">Module of that type, normalised; empty where there is none.</param>
public sealed record RetentionRoot(string Kind, string Name, string Module);

/// <summary>One step of a path.</summary>
/// <param name="Name">Full type name.</param>
/// <param name="Module">Normalised module name.</param>
/// <param name="Repeats">Objects of this type lead to others of it, as in a list or a tree; all are this one step.</param>
public sealed record RetentionStep(
    string Name, string Module, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Repeats = false);

/// <summary>References from objects of one type to objects of another.</summary>
/// <param name="From">The type that refers.</param>
/// <param name="To">The type referred to.</param>
/// <param name="Count">References.</param>
/// <param name="Bytes">Bytes of what they lead to, once for each reference.</param>
public sealed record TypeReference(TypeKey From, TypeKey To, long Count, long Bytes);

/// <summary>What would be freed if something were let go: an object dominates what can be reached through it only.</summary>
public sealed record DominatorReport
{
    /// <summary>How long it took, in milliseconds, the walk from the roots not counted.</summary>
    public required double Ms { get; init; }

    /// <summary>Retained bytes by type, most first.</summary>
    public required IReadOnlyList<RetainedType> Types { get; init; }

    /// <summary>Single objects and roots that retain most, each where what it retains parts; of those held in the same way, the largest.</summary>
    public required IReadOnlyList<Dominator> Largest { get; init; }
}

/// <summary>What the objects of a type retain together; what is retained by one of them through another counts once.</summary>
/// <param name="Name">Full type name.</param>
/// <param name="Module">Normalised module name.</param>
/// <param name="Objects">Objects of that type.</param>
/// <param name="Bytes">Their own bytes.</param>
/// <param name="RetainedBytes">Bytes that would be freed with all objects of this type that no other of them dominates.</param>
public sealed record RetainedType(string Name, string Module, long Objects, long Bytes, long RetainedBytes);

/// <summary>A single object, or a root, that retains much.</summary>
/// <param name="Root">The root that dominates it; null when it takes several roots to hold it.</param>
/// <param name="Steps">Types of the objects that dominate it, from the root on; the last is its own. Empty for a root.</param>
/// <param name="Address">Of the object; 0 for a root.</param>
/// <param name="RetainedObjects">Objects that it retains, itself among them.</param>
/// <param name="RetainedBytes">Their bytes.</param>
public sealed record Dominator(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RetentionRoot? Root,
    IReadOnlyList<RetentionStep> Steps,
    ulong Address,
    long RetainedObjects,
    long RetainedBytes);
