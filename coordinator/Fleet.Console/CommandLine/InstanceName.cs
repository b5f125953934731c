using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Fleet.Console.CommandLine;

/// <summary>Instances on the command line: <c>node/pid</c>, or the full id <c>node/pid/startedAt</c>.</summary>
internal static class InstanceName
{
    public const string Description = "node/pid, or the full id that 'fleet instances --json' gives.";

    public static Argument<string> CreateArgument() => Validated(new Argument<string>("INSTANCE") { Description = Description });

    public static Argument<string?> CreateOptionalArgument() =>
        Validated(new Argument<string?>("INSTANCE") { Description = Description, Arity = ArgumentArity.ZeroOrOne });

    public static Option<string?> CreateOption()
    {
        var option = new Option<string?>("--instance") { Description = Description, HelpName = "INSTANCE" };
        option.Validators.Add(Check);
        return option;
    }

    private static T Validated<T>(T argument)
        where T : Argument
    {
        argument.Validators.Add(Check);
        return argument;
    }

    private static void Check(SymbolResult result)
    {
        if (result.Tokens is [var token] && !IsInstance(token.Value))
        {
            result.AddError($"'{token.Value}' names no instance: give node/pid, as 'fleet instances' shows it");
        }
    }

    private static bool IsInstance(string text) => text.Split('/') is [{ Length: > 0 }, var pid, ..] and { Length: 2 or 3 }
        && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
}
