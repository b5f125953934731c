using Fleet.HeapWorker;

if (!WorkerArguments.TryParse(args, out var arguments, out var problem))
{
    await Console.Error.WriteLineAsync($"{problem}; usage: {WorkerArguments.Usage}");
    return (int)WorkerExit.Usage;
}

using var parentGone = new CancellationTokenSource();
using var parent = arguments.ParentPipe ? ParentPipe.Watch(Console.OpenStandardInput(), parentGone) : null;
await using var output = Console.OpenStandardOutput();
return (int)await Worker.RunAsync(arguments, output, Console.Error, parentGone.Token);
