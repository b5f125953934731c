using System.Text.Json;
using Fleet.Console.Configuration;
using Fleet.Console.Coordinator;
using Fleet.Console.Rendering;
using Fleet.Contracts.Json;
using Google.Protobuf;
using Spectre.Console;

namespace Fleet.Console.CommandLine;

/// <summary>What one run of a command works with.</summary>
internal sealed class Session : IDisposable
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };
    private readonly ProcessStreams _streams;
    private CoordinatorClient? _coordinator;

    public Session(ProcessStreams streams, EffectiveConfiguration configuration, bool json, TimeProvider clock)
    {
        _streams = streams;
        Configuration = configuration;
        Json = json;
        Clock = clock;
        Out = Screens.Create(new StreamOutput(streams.OutputText, streams.OutputRedirected), configuration.Settings.Color);
        Error = Screens.Create(new StreamOutput(streams.ErrorText, streams.ErrorRedirected), configuration.Settings.Color);
    }

    public EffectiveConfiguration Configuration { get; }

    /// <summary>One document on standard output, instead of text for a person.</summary>
    public bool Json { get; }

    public TimeProvider Clock { get; }

    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>Standard output; not for use with <see cref="Json"/>.</summary>
    public IAnsiConsole Out { get; }

    /// <summary>Standard error: progress and complaints.</summary>
    public IAnsiConsole Error { get; }

    /// <summary>Standard output as it is, for documents.</summary>
    public Stream Output => _streams.Output;

    public CoordinatorClient Coordinator => _coordinator ??= new CoordinatorClient(Configuration.Settings, Error, Clock);

    /// <summary>One line on standard error, however wide the screen: it may hold a command to copy.</summary>
    public void Complain(string message)
    {
        var line = Clean.Line(message);
        if (Error.Profile.Capabilities.Ansi)
        {
            Error.WriteAnsi(writer => writer.WriteLine(line, Palette.Bad, null));
        }
        else
        {
            _streams.ErrorText.WriteLine(line);
        }
    }

    /// <summary>Ends a command with its answer: the document, or what <paramref name="show"/> makes of it for a person.</summary>
    public async Task<int> AnswerAsync<T>(T response, Func<T, Task> show, CancellationToken cancellationToken)
        where T : IMessage
    {
        await (Json ? WriteJsonAsync(response, cancellationToken) : show(response));
        return ExitCodes.Done;
    }

    /// <inheritdoc cref="AnswerAsync{T}(T, Func{T, Task}, CancellationToken)"/>
    public Task<int> AnswerAsync<T>(T response, Action<T> show, CancellationToken cancellationToken)
        where T : IMessage => AnswerAsync(
            response,
            answer =>
            {
                show(answer);
                return Task.CompletedTask;
            },
            cancellationToken);

    public Task WriteJsonAsync(IMessage message, CancellationToken cancellationToken) =>
        MessageJson.WriteAsync(Output, message, cancellationToken);

    public void WriteJson(Action<Utf8JsonWriter> write)
    {
        using (var writer = new Utf8JsonWriter(Output, Indented))
        {
            write(writer);
        }

        Output.WriteByte((byte)'\n');
        Output.Flush();
    }

    public void Dispose() => _coordinator?.Dispose();
}
