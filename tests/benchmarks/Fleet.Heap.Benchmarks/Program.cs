using System.Globalization;
using Fleet.Heap.Benchmarks;

// fleet-heap-benchmarks [live] [OBJECTS] [ROUNDS]     ClrMD's enumeration and ours on the same live process
// fleet-heap-benchmarks dump [OBJECTS] [ROUNDS]       the same on a core dump
// fleet-heap-benchmarks pause [OBJECTS] [LOOKS]       how long processes stand still that go on working
// fleet-heap-benchmarks verify [OBJECTS] [LOOKS] [SHAPE]   every look compared with a walk of the same moment
// fleet-heap-benchmarks cold [OBJECTS] [LOOKS]        a heap worker from start to document
// fleet-heap-benchmarks retention [OBJECTS]           who holds what, live and in a dump as large as the heap
// fleet-heap-benchmarks insights [VALUES]             duplicates among very many strings, live and in a dump
var what = args.Length > 0 && !char.IsAsciiDigit(args[0][0]) ? args[0] : "live";
var numbers = args.Where(arg => char.IsAsciiDigit(arg[0])).Select(arg => int.Parse(arg, NumberStyles.None, CultureInfo.InvariantCulture)).ToArray();
switch (what)
{
    case "live":
        return LiveBenchmark.Run(Number(0, 6_000_000), Number(1, 5)) ? 0 : 1;
    case "dump":
        return DumpBenchmark.Run(Number(0, 6_000_000), Number(1, 5)) ? 0 : 1;
    case "verify":
        return VerifyRun.Run(Number(0, 200_000), Number(1, 1_000), args[1..].FirstOrDefault(arg => !char.IsAsciiDigit(arg[0]))) ? 0 : 1;
    case "cold":
        ColdStartBenchmark.Run(Number(0, 540_000), Number(1, 21));
        return 0;
    case "retention":
        return await RetentionBenchmark.RunAsync(Number(0, 1_835_000));
    case "insights":
        return await InsightsBenchmark.RunAsync(Number(0, 2_000_000));
    case "pause":
        PauseBenchmark.Run(Number(0, 6_000_000), Number(1, 30), args is [.., "worker"]);
        return 0;
    default:
        await Console.Error.WriteLineAsync($"no benchmark '{what}': live, dump, pause, verify, cold, retention or insights");
        return 2;
}

int Number(int index, int otherwise) => index < numbers.Length ? numbers[index] : otherwise;
