using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Fleet.Console.Tests.Service;

/// <summary>A server of another kind: it hears a little and says its words to whoever comes; one that has none hangs up.</summary>
internal sealed class OtherServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly TaskCompletionSource _spoken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;

    /// <param name="says">Its words.</param>
    /// <param name="port">0: one that is free.</param>
    public OtherServer(string says, int port = 0)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _serving = ServeAsync(Encoding.ASCII.GetBytes(says));
    }

    public string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>Somebody has come and was told.</summary>
    public Task Spoken => _spoken.Task;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync(byte[] words)
    {
        var heard = new byte[4096];
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync(_end.Token);
            try
            {
                var stream = client.GetStream();
                await stream.ReadAtLeastAsync(heard, 1, throwOnEndOfStream: false, _end.Token);
                await stream.WriteAsync(words, _end.Token);

                // Hanging up at once could be noticed before the words, and on what was not read would be a reset, which is no answer.
                if (words.Length == 0)
                {
                    client.Client.Shutdown(SocketShutdown.Send);
                }

                _spoken.TrySetResult();
                while (await stream.ReadAsync(heard, _end.Token) > 0)
                {
                    // Until the other side has hung up, too.
                }
            }
            catch (IOException)
            {
                // The other side is gone.
            }
        }
    }
}
