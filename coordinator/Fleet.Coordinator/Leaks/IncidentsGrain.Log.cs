using Fleet.Analysis.Incidents;

namespace Fleet.Coordinator.Leaks;

internal sealed partial class IncidentsGrain
{
    [LoggerMessage(1311, LogLevel.Warning, "Leak {Id}: {Type} of protocol {Protocol} {Versions}, QAction {QAction}, in {Instances} instances.")]
    private partial void LogOpened(string id, string type, string protocol, string versions, string qAction, int instances);

    [LoggerMessage(1312, LogLevel.Information, "Leak {Id} is {State}: {Reason}")]
    private partial void LogClosed(string id, IncidentState state, string reason);

    [LoggerMessage(1313, LogLevel.Debug, "Correlated {Suspects} suspects of {Instances} instances into {Incidents} incidents in {Milliseconds:F1} ms.")]
    private partial void LogRound(int suspects, int instances, int incidents, double milliseconds);

    [LoggerMessage(1314, LogLevel.Warning, "Incidents stay as they are for now: {Reason}")]
    private partial void LogPostponed(string reason);
}
