using System.CommandLine;
using Fleet.Contracts.ConsoleApi;

namespace Fleet.Console.CommandLine;

/// <summary><c>(INSTANCE | --node N | --protocol P)</c>: which instances a command is for. Several narrow each other.</summary>
internal sealed class SelectorArguments
{
    private readonly Argument<string?> _instance = InstanceName.CreateOptionalArgument();
    private readonly Option<string?> _node = new("--node") { Description = "All instances on this node.", HelpName = "NODE" };
    private readonly Option<string?> _protocol = new("--protocol") { Description = "All instances that host this protocol.", HelpName = "PROTOCOL" };

    public void AddTo(Command command)
    {
        command.Add(_instance);
        command.Add(_node);
        command.Add(_protocol);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_instance) is not { Tokens.Count: > 0 } && result.GetResult(_node) is null && result.GetResult(_protocol) is null)
            {
                result.AddError("Say which instances: INSTANCE (node/pid), --node NODE or --protocol PROTOCOL");
            }
        });
    }

    public InstanceSelector Read(ParseResult parsed) => new()
    {
        Instance = parsed.GetValue(_instance) ?? "",
        Node = parsed.GetValue(_node) ?? "",
        Protocol = parsed.GetValue(_protocol) ?? "",
    };
}
