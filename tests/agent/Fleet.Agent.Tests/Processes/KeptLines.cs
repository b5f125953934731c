using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Tests.Processes;

/// <summary>Keeps what is logged, a line each.</summary>
internal sealed class KeptLines<T> : ILogger<T>
{
    public List<string> All { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        All.Add($"{logLevel}: {formatter(state, exception)}");
}
