namespace Fleet.Heap;

/// <summary>A heap could not be read, for a reason outside of this program. The message is one line: what, where, what to do.</summary>
public sealed class HeapReadException : Exception
{
    /// <summary>Creates one.</summary>
    /// <param name="failure">The kind.</param>
    /// <param name="line">One line for a person.</param>
    /// <param name="cause">What brought it about; null where nothing was thrown.</param>
    public HeapReadException(HeapReadFailure failure, string line, Exception? cause = null)
        : base(line.ReplaceLineEndings(" "), cause) => Failure = failure;

    /// <summary>The kind.</summary>
    public HeapReadFailure Failure { get; }
}
