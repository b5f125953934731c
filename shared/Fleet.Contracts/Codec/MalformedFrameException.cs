namespace Fleet.Contracts.Codec;

/// <summary>A summary frame that no correct encoder writes. The stream it came from can't be understood any further.</summary>
/// <param name="message">One line: which frame, and what is wrong with it.</param>
/// <param name="innerException">What showed it; null when the decoder's own check did.</param>
public sealed class MalformedFrameException(string message, Exception? innerException = null)
    : Exception(message, innerException);
