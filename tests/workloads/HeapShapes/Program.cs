using System.Globalization;
using HeapShapes;

// A process whose heap holds what the command line says, and that says on standard output when it does:
//   heap-shapes SHAPE [COUNT]
// Then it answers each line on standard input with the number of rounds that it has churned, and ends with its input.
if (args is not [var shape, ..])
{
    await Console.Error.WriteLineAsync("usage: heap-shapes known|churn|collecting|documented [COUNT]");
    return 2;
}

var count = args.Length > 1 ? int.Parse(args[1], NumberStyles.None, CultureInfo.InvariantCulture) : Known.DefaultCount;
var churn = new Churn();
switch (shape)
{
    case "known":
        Known.Build(count);
        break;
    case "churn":
        Known.Build(count);
        churn.Start(Environment.ProcessorCount);
        break;
    case "collecting":
        Known.Build(count);
        churn.Start(1);
        churn.StartCollecting();
        break;
    case "documented":
        Documented.Build(count);
        break;
    default:
        await Console.Error.WriteLineAsync($"no shape '{shape}'");
        return 2;
}

Console.WriteLine($"ready {Environment.ProcessId}");
while (await Console.In.ReadLineAsync() is not null)
    Console.WriteLine(churn.Rounds.ToString(CultureInfo.InvariantCulture));

GC.KeepAlive(churn);
return 0;
