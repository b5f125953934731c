using Fleet.Agent.Capture;
using Fleet.Agent.Commands;
using Fleet.Agent.Configuration;
using Fleet.Agent.Looks;
using Fleet.Agent.Node;
using Fleet.Agent.Spool;
using Fleet.Agent.Targets;
using Fleet.Agent.Uplink;
using Fleet.Agent.Watch;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

try
{
    var configuration = AgentConfiguration.Load(args);
    if (configuration.Answer() is { } answer)
    {
        Console.Out.Write(answer);
        return 0;
    }

    var builder = new HostApplicationBuilder(
        new HostApplicationBuilderSettings { DisableDefaults = true, ContentRootPath = AppContext.BaseDirectory });
    builder.Services.AddSystemd().AddWindowsService(service => service.ServiceName = "fleet-agent");
    builder
        .AddConfiguration(configuration)
        .AddNode()
        .AddTargets()
        .AddWatch()
        .AddLooks()
        .AddCapture()
        .AddCommands();
    builder.AddSpool();
    builder.AddUplink();

    using var host = builder.Build();
    Type[] parts = [typeof(AgentDirectory), typeof(NodeIdentity), typeof(DumpStore), typeof(SummarySpool), typeof(CommandJournal), typeof(IHostedService)];
    if (StartUp.Problems(host.Services, parts) is { Count: > 0 } problems)
    {
        foreach (var problem in problems)
            Console.Error.WriteLine($"fleet-agent: {problem}");
        return 1;
    }

    await host.RunAsync();
    return 0;
}
catch (InvalidConfigurationException exception)
{
    foreach (var error in exception.Errors)
        Console.Error.WriteLine($"fleet-agent: {error}");
    return 2;
}
catch (OptionsValidationException exception)
{
    foreach (var error in exception.Failures)
        Console.Error.WriteLine($"fleet-agent: {error}");
    return 2;
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"fleet-agent: {exception.Message.ReplaceLineEndings(" ")}");
    return 1;
}
