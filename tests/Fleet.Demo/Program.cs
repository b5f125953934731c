using System.CommandLine;
using Fleet.Demo;

var seconds = new Option<int>("--seconds")
{
    Description = "How long to wait for the incident, in seconds.",
    DefaultValueFactory = _ => 150,
};
var json = new Option<bool>("--json") { Description = "Print one JSON document instead of the story." };
var root = new RootCommand("Finds a real leak in real processes on this machine, and fetches the dump that proves it.") { seconds, json };

root.SetAction(async (arguments, cancellationToken) =>
{
    var story = new Story(quiet: arguments.GetValue(json));
    var result = await Demonstration.RunAsync(TimeSpan.FromSeconds(arguments.GetValue(seconds)), story, cancellationToken);
    if (arguments.GetValue(json))
        System.Console.WriteLine(result.ToJson());
    return result.Ok ? 0 : 1;
});

var parsed = root.Parse(args);
var exitCode = await parsed.InvokeAsync();
return parsed.Errors.Count == 0 ? exitCode : 2;
