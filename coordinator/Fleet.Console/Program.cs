using Fleet.Console.CommandLine;
using Fleet.Console.Rendering;

using var streams = ProcessStreams.Open();
return await FleetCommandLine.RunAsync(args, streams, Environment.GetEnvironmentVariable, TimeProvider.System);
