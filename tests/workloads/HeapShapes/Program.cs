using System.Globalization;
using HeapShapes;

// A process whose heap holds what the command line says, and that says on standard output when it does:
//   heap-shapes SHAPE [COUNT]
// Then it answers each line on standard input with the number of rounds that it has churned, or, to "collections", with the number of
// collections of each generation so far, as to "collect N" when it has collected generation N, and to "collect background" when it has
// collected generation 2 beside its threads and then once more; to "become" it becomes another program.
// It ends with its input.
if (args is not [var shape, ..])
{
    await Console.Error.WriteLineAsync("usage: heap-shapes known|busy|fragmented|churn|collecting|starting|background|documented|documented-busy|documented-churn|documented-background|held|insightful|texts|texts-twice [COUNT]");
    return 2;
}

var count = args.Length > 1 ? int.Parse(args[1], NumberStyles.None, CultureInfo.InvariantCulture) : Known.DefaultCount;
var churn = new Churn();
// A round is 1.3 MB: with this between two, a handful of collections a second, as in a process that polls its devices.
var rest = TimeSpan.FromMilliseconds(50);
switch (shape)
{
    case "known":
        Known.Build(count);
        break;
    case "busy":
        Known.Build(count);
        churn.Start(Environment.ProcessorCount, rest);
        break;
    case "fragmented":
        Known.Build(count);
        Fragmented.Build(count);
        churn.Start(Environment.ProcessorCount, rest);
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
    case "starting":
        Known.Build(count);
        churn.Start(1);
        OtherPrograms.StartForEver();
        break;
    case "background":
        Known.Build(count);
        churn.Start(1);
        churn.StartBackgroundCollections();
        break;
    case "held":
        Held.Build();
        break;
    case "documented":
        Documented.Build(count);
        break;
    case "documented-busy":
        Documented.Build(count);
        churn.Start(Environment.ProcessorCount, rest);
        break;
    case "documented-churn":
        Documented.Build(count);
        churn.Start(Environment.ProcessorCount);
        break;
    case "documented-background":
        Documented.Build(count);
        churn.Start(1);
        churn.StartBackgroundCollections();
        break;
    case "insightful":
        Insightful.Build(args.Length > 1 ? count : Insightful.DefaultWeakHandles);
        break;
    case "texts":
        Texts.Build(count, Texts.FewRepeated);
        break;
    case "texts-twice":
        Texts.Build(count, Texts.AllRepeated);
        break;
    default:
        await Console.Error.WriteLineAsync($"no shape '{shape}'");
        return 2;
}

Console.WriteLine($"ready {Environment.ProcessId}");
while (await Console.In.ReadLineAsync() is { } line)
    Console.WriteLine(line.Split(' ') switch
    {
        ["collections"] => Collections(),
        ["collect", "background"] => CollectInBackground(),
        ["collect", var generation] => Collect(int.Parse(generation, NumberStyles.None, CultureInfo.InvariantCulture)),
        ["become"] => OtherPrograms.Become(),
        _ => churn.Rounds.ToString(CultureInfo.InvariantCulture),
    });

GC.KeepAlive(churn);
return 0;

static string Collect(int generation)
{
    GC.Collect(generation);
    return Collections();
}

static string CollectInBackground()
{
    GC.Collect(2, GCCollectionMode.Default, blocking: false); // a small heap is collected at once all the same
    GC.Collect(2); // waits for the other to end before it begins
    return Collections();
}

static string Collections() =>
    string.Create(CultureInfo.InvariantCulture, $"{GC.CollectionCount(0)} {GC.CollectionCount(1)} {GC.CollectionCount(2)}");
