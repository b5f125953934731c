namespace Fleet.Heap.Benchmarks;

/// <summary>Every contender on one and the same live process in turn, several rounds.</summary>
internal static class LiveBenchmark
{
    /// <summary>Prints a row per contender; false when they don't agree.</summary>
    public static bool Run(int objects, int rounds)
    {
        using var shape = ShapeUnderTest.Start("documented", objects);
        var results = Contenders.All.ToDictionary(contender => contender.Name, _ => new List<Measurement>());
        for (var round = 0; round < rounds; round++)
            foreach (var contender in Contenders.All)
                results[contender.Name].Add(contender.Measure(shape.Pid));
        return Table.Print(results, Contenders.Reference);
    }
}
