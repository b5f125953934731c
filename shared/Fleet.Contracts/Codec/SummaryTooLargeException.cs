namespace Fleet.Contracts.Codec;

/// <summary>A summary that does not fit the limits of a record or a frame. Trying again won't help.</summary>
/// <param name="message">One line: what is too large, how large it is and how large it may be.</param>
public sealed class SummaryTooLargeException(string message) : Exception(message);
