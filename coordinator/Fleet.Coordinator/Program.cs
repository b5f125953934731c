using System.Reflection;
using Fleet.Coordinator.Configuration;
using Fleet.Coordinator.ConsoleApi;
using Fleet.Coordinator.Dumps;
using Fleet.Coordinator.Gateway;
using Fleet.Coordinator.Health;
using Fleet.Coordinator.Hosting;
using Fleet.Coordinator.Storage;
using Fleet.Coordinator.Telemetry;

var arguments = CommandLine.Parse(args);
if (arguments.Help)
{
    Console.WriteLine(CommandLine.Usage);
    return 0;
}

if (arguments.Version)
{
    Console.WriteLine(Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]);
    return 0;
}

var settings = CoordinatorSettings.Load(arguments, out var layers);
if (settings.Reader.Errors.Count > 0)
{
    foreach (var error in settings.Reader.Errors)
        Console.Error.WriteLine(error);
    return 2;
}

if (arguments.ShowConfiguration)
{
    SettingsExtensions.Show(settings, Console.Out);
    return 0;
}

using var data = DataDirectory.Open(settings.Coordinator.DataDir, out var unusable);
string?[] problems = [unusable, settings.Listen!.Problem("--listen"), settings.Http!.Problem("--http")];
if (data is null || problems.Any(p => p is not null))
{
    foreach (var problem in problems.OfType<string>())
        Console.Error.WriteLine(problem);
    return 1;
}

var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
builder
    .AddCoordinatorConfiguration(settings, layers, data)
    .AddSnapshotLog()
    .AddSilo()
    .AddAgentGateway()
    .AddConsoleApi()
    .AddDumpStore()
    .AddHealth()
    .AddTelemetry(settings.Telemetry);

await using var app = builder.Build();
app.MapAgentGateway().MapConsoleApi().MapHealth().MapTelemetry();
return await CoordinatorHost.RunAsync(app);
