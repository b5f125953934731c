namespace Fleet.Agent.Targets;

/// <summary>A process as the operating system lists it.</summary>
/// <param name="Pid">Process id.</param>
/// <param name="StartedAt">UTC, to the millisecond; the same at every listing, by every run of the agent.</param>
/// <param name="Name">What people call it: the managed application for <c>dotnet App.dll</c>, else the executable without extension.</param>
/// <param name="Names">Every name it may be found by.</param>
/// <param name="CommandLine">Arguments included; empty when not allowed to see it.</param>
internal sealed record ProcessEntry(int Pid, DateTimeOffset StartedAt, string Name, IReadOnlyList<string> Names, string CommandLine);
