using Fleet.Coordinator.Benchmarks;

// Measures the real coordinator process: fleet-coordinator's start, its memory at rest, and how many summaries a second it commits and acks.
// Arguments: [types per summary] [agents] [instances per agent] [summaries per instance]
int[] figures = [5000, 4, 4, 40];
for (var i = 0; i < Math.Min(args.Length, figures.Length); i++)
{
    if (!int.TryParse(args[i], System.Globalization.CultureInfo.InvariantCulture, out figures[i]) || figures[i] < 1)
    {
        Console.Error.WriteLine($"'{args[i]}' is no number; usage: [types] [agents] [instances] [summaries]");
        return 2;
    }
}

await PhaseBenchmark.RunAsync(figures[0], Console.Out);
await IngestBenchmark.RunAsync(new Load(figures[0], figures[1], figures[2], figures[3]), Console.Out);
return 0;
