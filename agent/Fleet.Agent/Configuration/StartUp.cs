using Microsoft.Extensions.DependencyInjection;

namespace Fleet.Agent.Configuration;

/// <summary>
/// Makes the parts that need something of this machine before the host starts them: the host would log the stack of a failure that is no bug of
/// ours, and stop at the first one.
/// </summary>
internal static class StartUp
{
    /// <summary>What keeps the agent from starting, one line for each reason; empty when nothing does.</summary>
    /// <param name="services">Of the built host.</param>
    /// <param name="parts">The parts to make, those that others need first.</param>
    public static IReadOnlyList<string> Problems(IServiceProvider services, IEnumerable<Type> parts)
    {
        List<string> problems = [];
        foreach (var part in parts)
        {
            try
            {
                _ = services.GetServices(part).ToList();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                problems.Add(exception.Message.ReplaceLineEndings(" "));
            }
        }

        // What a part lacks, those that need it lack too.
        return [.. problems.Distinct(StringComparer.Ordinal)];
    }
}
