namespace Fleet.Coordinator.Dumps;

/// <summary>The folder of dumps can't be used. The message is one line that says what to do.</summary>
internal sealed class DumpStoreUnavailableException(string message, Exception cause) : Exception(message, cause);
