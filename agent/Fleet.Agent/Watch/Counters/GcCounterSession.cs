using System.Diagnostics.Tracing;
using System.Globalization;
using Fleet.Agent.Diagnostics;
using Fleet.Agent.Targets;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;

namespace Fleet.Agent.Watch.Counters;

/// <summary>
/// One event pipe session that asks a process for its <c>System.Runtime</c> counters every few seconds. It costs the process a timer
/// tick per interval; listeners of others are not affected, and a session whose reader dies is ended by the process itself.
/// </summary>
internal sealed class GcCounterSession(ProcessEntry process, TimeSpan interval)
{
    private const string Provider = "System.Runtime";
    private const int BufferMegabytes = 1;
    private static readonly TimeSpan s_stopPatience = TimeSpan.FromSeconds(2);

    private static readonly string[] s_sizes = ["gen-0-size", "gen-1-size", "gen-2-size", "loh-size", "poh-size"];
    private static readonly string[] s_collections = ["gen-0-gc-count", "gen-1-gc-count", "gen-2-gc-count"];

    private readonly Dictionary<string, double> _means = [];
    private readonly double[] _counts = new double[s_collections.Length];

    /// <summary>As last told.</summary>
    public GcFigures Latest { get; private set; } = GcFigures.None;

    /// <summary>Reads until the process ends or <paramref name="cancellationToken"/> says so.</summary>
    /// <exception cref="DiagnosticsClientException">The process has no diagnostics port, or refuses.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var client = await DiagnosticPort.OpenAsync(process, cancellationToken);
        var seconds = Math.Max(1, interval.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var provider = new EventPipeProvider(
            Provider, EventLevel.Informational, (long)EventKeywords.None, new Dictionary<string, string> { ["EventCounterIntervalSec"] = seconds });
        using var session = await client.StartEventPipeSessionAsync([provider], requestRundown: false, BufferMegabytes, cancellationToken);

        // The parser reads the stream synchronously, on a thread of its own.
        var reading = Task.Factory.StartNew(() => Read(session), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        using var registration = cancellationToken.Register(() => _ = StopAsync(session));
        await reading;
        cancellationToken.ThrowIfCancellationRequested();
    }

    private void Read(EventPipeSession session)
    {
        using var source = new EventPipeEventSource(session.EventStream);
        source.Dynamic.All += Take;
        source.Process();
    }

    private void Take(TraceEvent counters)
    {
        if (counters.EventName != "EventCounters"
            || counters.PayloadValue(0) is not IDictionary<string, object> { } outer
            || outer["Payload"] is not IDictionary<string, object> payload
            || payload["Name"] is not string name)
        {
            return;
        }

        if (payload.TryGetValue("Mean", out var mean))
            _means[name] = Convert.ToDouble(mean, CultureInfo.InvariantCulture);
        var generation = Array.IndexOf(s_collections, name);
        if (generation >= 0 && payload.TryGetValue("Increment", out var increment))
            _counts[generation] += Convert.ToDouble(increment, CultureInfo.InvariantCulture);

        // Sizes are of the last collection; before the first one only the total in use is known, in megabytes.
        var held = Math.Max(s_sizes.Sum(size => _means.GetValueOrDefault(size)), _means.GetValueOrDefault("gc-heap-size") * 1e6);
        Latest = new GcFigures((long)held, [.. _counts.Select(count => (long)count)]);
    }

    private static async Task StopAsync(EventPipeSession session)
    {
        try
        {
            using var patience = new CancellationTokenSource(s_stopPatience);
            await session.StopAsync(patience.Token);
        }
        catch (Exception exception) when (exception is DiagnosticsClientException or IOException or OperationCanceledException or TimeoutException)
        {
            // The process is stopped or gone: closing our end of the pipe is all that is left to do.
            session.Dispose();
        }
    }
}
