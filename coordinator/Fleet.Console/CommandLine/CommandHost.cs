using System.CommandLine;
using Fleet.Console.Configuration;
using Fleet.Console.Coordinator;
using Fleet.Console.Rendering;
using Grpc.Core;

namespace Fleet.Console.CommandLine;

/// <summary>Runs commands in a session of their own and turns failures into one line and an exit code.</summary>
internal sealed class CommandHost(GlobalOptions options, ProcessStreams streams, Func<string, string?> environment, TimeProvider clock)
{
    public TimeProvider Clock => clock;

    /// <summary>Makes <paramref name="body"/> what the command does.</summary>
    public void Run(Command command, Func<Session, ParseResult, CancellationToken, Task<int>> body, bool needsValidSettings = true) =>
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, body, needsValidSettings, cancellationToken));

    private async Task<int> RunAsync(
        ParseResult parsed, Func<Session, ParseResult, CancellationToken, Task<int>> body, bool needsValidSettings, CancellationToken cancellationToken)
    {
        var configuration = SettingsReader.Read(parsed.GetValue(options.Coordinator), environment);
        using var session = new Session(streams, configuration, parsed.GetValue(options.Json), clock);
        if (needsValidSettings && configuration.Errors is { Count: > 0 } errors)
        {
            var more = errors.Count == 1 ? "" : $" {Words.Number(errors.Count - 1, "more error")}: see 'fleet config validate'.";
            session.Complain(errors[0].Message + more);
            return errors[0].Source is SettingSource.Flag ? ExitCodes.BadUsage : ExitCodes.Failed;
        }

        try
        {
            return await body(session, parsed, cancellationToken);
        }
        catch (CommandFailure e)
        {
            session.Complain(e.Message);
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested && e is OperationCanceledException or RpcException)
        {
            session.Complain("Interrupted.");
        }
        catch (IOException e)
        {
            // Commands say of their own files what is wrong with them.
            session.Complain($"The answer can't be written: {e.Message}");
        }
        catch (RpcException e)
        {
            session.Complain(CoordinatorFailures.Describe(e, configuration.Settings));
        }

        return ExitCodes.Failed;
    }
}
