namespace SLScripting.QActions;

/// <summary>A QAction that can't be compiled: one line that says which, where in protocol.xml, and why.</summary>
internal sealed class QActionCompilationException(string message) : Exception(message)
{
    /// <summary>Whether it was told before: every element that runs the QAction meets the same exception.</summary>
    public bool Reported { get; set; }
}
