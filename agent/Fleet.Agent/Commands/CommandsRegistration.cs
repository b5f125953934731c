using Fleet.Agent.Node;
using Fleet.Agent.Uplink;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Fleet.Agent.Commands;

/// <summary>What the coordinator may ask for.</summary>
internal static class CommandsRegistration
{
    /// <summary>Journal and actions.</summary>
    public static HostApplicationBuilder AddCommands(this HostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<CommandOptions>().BindConfiguration(CommandOptions.Section);
        services.AddSingleton(provider => new CommandJournal(
            provider.GetRequiredService<AgentDirectory>().Sub("commands"),
            provider.GetRequiredService<IOptions<CommandOptions>>().Value.KeepFinished));
        services.AddSingleton<CommandTarget>();
        services.AddSingleton<SpooledLooks>();
        services.AddSingleton<ICommandAction, LookCommand>();
        services.AddSingleton<ICommandAction, DumpCommand>();
        services.AddSingleton<ICommandAction, RetentionCommand>();
        services.AddSingleton<CommandService>();
        services.AddSingleton<ICommandHandler>(provider => provider.GetRequiredService<CommandService>());
        services.AddHostedService(provider => provider.GetRequiredService<CommandService>());
        return builder;
    }
}
