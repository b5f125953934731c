using System.Text.RegularExpressions;
using Fleet.Contracts.Heap;

namespace Fleet.Contracts.Wording;

/// <summary>Who holds what, in a line. Names are as the process has them: clean the line before a terminal sees it.</summary>
public static partial class PathText
{
    // A small difference between what objects are and what they hold is not worth a word.
    private const double WorthSaying = 1.1;

    /// <summary><c>static Cache.Store → Dictionary&lt;…&gt; → Entry[] → Session (412,000 objects, 96 MB)</c>.</summary>
    public static string Path(RetentionPath path)
    {
        var size = path.InclusiveBytes > path.Bytes * WorthSaying
            ? $"{Units.Bytes(path.Bytes)}, {Units.Bytes(path.InclusiveBytes)} with what they hold"
            : Units.Bytes(path.InclusiveBytes);
        return $"{Way(path.Root, path.Steps)} ({Units.Count(path.Objects)} {(path.Objects == 1 ? "object" : "objects")}, {size})";
    }

    /// <summary>A root and the steps from there.</summary>
    public static string Way(RetentionRoot? root, IReadOnlyList<RetentionStep> steps)
    {
        var start = root is null ? "several roots" : root.Name.Length == 0 ? root.Kind : $"{root.Kind} {FieldOf(root.Name)}";
        return string.Join(" → ", steps.Select(Step).Prepend(start));
    }

    /// <summary>The property whose value the compiler keeps in <c>&lt;Name&gt;k__BackingField</c> is what a person looks for.</summary>
    private static string FieldOf(string name) => BackingField().Replace(name, "$1");

    [GeneratedRegex("<([^<>]+)>k__BackingField$")]
    private static partial Regex BackingField();

    private static string Step(RetentionStep step) => StepNames.Shorten(step.Name) + (step.Repeats ? " (repeats)" : "");
}
