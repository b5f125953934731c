using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Fleet.Console.CommandLine;

/// <summary>Options that take a whole number within bounds.</summary>
internal static class NumberOption
{
    public static Option<int?> Create(string name, string what, int least, string description, string helpName = "N") => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result => Parse(result, name, what, least),
    };

    private static int? Parse(ArgumentResult result, string name, string what, int least)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least)
        {
            return number;
        }

        result.AddError($"{name} takes {what}, not '{text}'");
        return null;
    }
}
