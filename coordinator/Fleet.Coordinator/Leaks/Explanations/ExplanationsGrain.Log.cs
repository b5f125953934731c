namespace Fleet.Coordinator.Leaks.Explanations;

internal sealed partial class ExplanationsGrain
{
    [LoggerMessage(1321, LogLevel.Information, "Leak {Id}: {Instance} is asked who holds {Type}.")]
    private partial void LogAsked(string id, string type, string instance);

    [LoggerMessage(1322, LogLevel.Information, "Leak {Id} is held by {Holder}, says {Instance}.")]
    private partial void LogAnswered(string id, string holder, string instance);

    [LoggerMessage(1323, LogLevel.Information, "Leak {Id}: {Instance} did not say who holds it: {Reason}")]
    private partial void LogFailed(string id, string reason, string instance);

    [LoggerMessage(1324, LogLevel.Warning, "Leak {Id}: {Instance} may reach its limit in {Hours:F1} h; evidence of it is taken.")]
    private partial void LogSecured(string id, string instance, double hours);

    [LoggerMessage(1329, LogLevel.Warning, "Leak {Id}: {Step} of {Instance} before its limit has failed, attempt {Attempt}.")]
    private partial void LogStepFailed(string id, string instance, EvidenceStep step, int attempt);

    [LoggerMessage(1326, LogLevel.Warning, "Leak {Id}: nobody is asked for now: {Reason}")]
    private partial void LogIncidentPostponed(string id, string reason);

    [LoggerMessage(1327, LogLevel.Warning, "Leak {Id}: what {Instance} says is asked for again later: {Reason}")]
    private partial void LogNotHeard(string id, string reason, string instance);

    [LoggerMessage(1328, LogLevel.Debug, "Round {Number} of questions is over.")]
    private partial void LogRound(int number);

    [LoggerMessage(1325, LogLevel.Warning, "Nobody is asked who holds what for now: {Reason}")]
    private partial void LogPostponed(string reason);
}
