using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Fleet.Coordinator.Health;

internal static class HealthReportWriter
{
    /// <summary>One line a check: name, state, and why it is not well.</summary>
    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var lines = report.Entries.Select(e => $"{e.Key}: {e.Value.Status}{(e.Value.Description is { } why ? $" ({why})" : "")}");
        return context.Response.WriteAsync(string.Join('\n', lines) + "\n", context.RequestAborted);
    }
}
