using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Fleet.Console.Commands;
using Fleet.Console.Configuration;
using Fleet.Console.Dumps;
using Fleet.Console.Heap;
using Fleet.Console.Instances;
using Fleet.Console.Leaks;
using Fleet.Console.Nodes;
using Fleet.Console.Rendering;
using Fleet.Console.Replay;
using Fleet.Console.Trends;
using Fleet.Console.Types;

namespace Fleet.Console.CommandLine;

/// <summary>The <c>fleet</c> command: what there is, and what happens when it is not used right.</summary>
internal static class FleetCommandLine
{
    /// <summary>Runs one command line and returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] args, ProcessStreams streams, Func<string, string?> environment, TimeProvider clock)
    {
        var parsed = Create(streams, environment, clock).Parse(args);
        if (parsed.Action is ParseErrorAction || (parsed.Errors.Count > 0 && parsed.Action is not HelpAction))
        {
            if (args.Length == 0)
            {
                await streams.ErrorText.WriteLineAsync("Say what to do, for example 'fleet leaks', 'fleet nodes' or 'fleet heap --pid PID'. See 'fleet --help'.");
                return ExitCodes.BadUsage;
            }

            var wrong = parsed.UnmatchedTokens is [var token, ..] ? $"'{token}' is no command, argument or option here" : parsed.Errors[0].Message.TrimEnd('.');
            await streams.ErrorText.WriteLineAsync(Clean.Line($"{wrong}. See '{CommandPath(parsed)} --help'."));
            return ExitCodes.BadUsage;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            Output = streams.OutputText,
            Error = streams.ErrorText,

            // What nobody foresaw is our bug: it may end the process with its stack trace.
            EnableDefaultExceptionHandler = false,
        });
    }

    private static RootCommand Create(ProcessStreams streams, Func<string, string?> environment, TimeProvider clock)
    {
        var options = new GlobalOptions();
        var host = new CommandHost(options, streams, environment, clock);
        return new RootCommand("Finds memory leaks in the .NET processes of a whole cluster and names who is to blame.")
        {
            options.Coordinator,
            options.Json,
            LeaksCommand.Create(host),
            LeakCommand.Create(host),
            TrendCommand.Create(host),
            NodesCommand.Create(host),
            NodeForgetCommand.Create(host),
            InstancesCommand.Create(host),
            TypesCommand.Create(host),
            DiffCommand.Create(host),
            LookCommand.Create(host),
            DumpCommand.Create(host),
            DumpsCommand.Create(host),
            DumpGetCommand.Create(host),
            CommandsCommand.Create(host),
            HeapCommand.Create(host),
            ReplayCommand.Create(host),
            ConfigCommand.Create(host),
        };
    }

    private static string CommandPath(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Push(result.Command is RootCommand ? "fleet" : result.Command.Name);
        }

        return string.Join(' ', names);
    }
}
