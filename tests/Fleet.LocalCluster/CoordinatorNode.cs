using System.Globalization;

namespace Fleet.LocalCluster;

/// <summary>A coordinator on loopback with a data directory of its own, which survives its restarts.</summary>
public sealed class CoordinatorNode(string dataDirectory, IReadOnlyList<string> arguments) : IAsyncDisposable
{
    private static readonly TimeSpan PatienceAtStart = TimeSpan.FromSeconds(60);

    private readonly int _grpcPort = FreePort.Next();
    private readonly int _httpPort = FreePort.Next();
    private ChildProcess? _process;

    /// <summary>Where agents and the console call.</summary>
    public string GrpcUrl => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_grpcPort}");

    /// <summary>Where JSON, health and metrics are.</summary>
    public string HttpUrl => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_httpPort}");

    /// <summary>Where its database and its dump store are.</summary>
    public string DataDirectory => dataDirectory;

    /// <summary>The running process.</summary>
    public ChildProcess Process => _process ?? throw new InvalidOperationException("The coordinator was not started.");

    /// <summary>Starts it, on the same ports and data every time, and waits until it is ready.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _process = ChildProcess.Start(
            "coordinator",
            Executables.Coordinator,
            ["--listen", GrpcUrl, "--http", HttpUrl, "--data-dir", dataDirectory, .. arguments]);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        await Poll.UntilAsync(
            "the coordinator is ready",
            async () =>
            {
                if (_process.HasExited)
                    throw new InvalidOperationException($"The coordinator ended with exit code {_process.ExitCode}. It printed:\n{_process.Output}");
                try
                {
                    using var response = await http.GetAsync(new Uri(HttpUrl + "/health/ready"), cancellationToken);
                    return response.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
                catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    return false;
                }
            },
            PatienceAtStart,
            () => _process.Output,
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
    }
}
