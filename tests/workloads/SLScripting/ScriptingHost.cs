using SLScripting.Configuration;
using SLScripting.Control;
using SLScripting.Elements;
using SLScripting.Logs;
using SLScripting.Protocols;
using SLScripting.QActions;

namespace SLScripting;

/// <summary>One SLScripting process, from the start of its elements to its end.</summary>
internal sealed class ScriptingHost : IDisposable
{
    private readonly HostOptions _options;
    private readonly TimeProvider _time;
    private readonly TextWriter _problems;
    private readonly ErrorsInProtocolLog _errors;
    private readonly ElementInProtocolLog _starts;
    private readonly QActionAssemblies _assemblies;
    private readonly string _logging;

    public ScriptingHost(HostOptions options, TimeProvider time, TextWriter problems)
    {
        _options = options;
        _time = time;
        _problems = problems;
        _logging = Path.Combine(options.DataMinerFolder, "Logging");
        _errors = new ErrorsInProtocolLog(new SharedLogFile(Path.Combine(_logging, "SLErrorsInProtocol.txt")), time, Say);
        _starts = new ElementInProtocolLog(new SharedLogFile(Path.Combine(_logging, "SLElementInProtocol.txt")), time, options.LogColumns, options.ProtocolPid);
        _assemblies = new QActionAssemblies(new ScriptFolder(Path.Combine(options.DataMinerFolder, "ProtocolScripts")));
    }

    /// <summary>Runs until it is cancelled, told to stop, or done with the ticks that were asked for.</summary>
    public async Task RunAsync(TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        if (_options.DmaStart)
            _starts.WriteDmaStart();
        var elements = StartElements(ProtocolCatalog.Read(_options.ProtocolFolder, problem => _errors.Announce("LoadProtocol", problem)));
        // What the compiler leaves behind is no part of what elements do.
        _assemblies.ReleaseCompiler();
        HeapReport.Collect();
        await output.WriteLineAsync($"ready pid={Environment.ProcessId} elements={elements.Count}");
        await output.FlushAsync(cancellationToken);

        if (_options.Ticks > 0)
        {
            CommandReader.Tick(elements, _options.Ticks);
            await output.WriteLineAsync(HeapReport.Take(elements, _assemblies));
            return;
        }

        await RunElementsAsync(elements, input, output, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _assemblies.Dispose();

    private async Task RunElementsAsync(List<Element> elements, TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new List<Task>();
        if (!_options.Manual)
            running.Add(ElementThreads.RunAsync(elements, _time, end.Token));
        if (!_options.Manual && _options.CollectEveryMs > 0)
            running.Add(CollectionPace.RunAsync(TimeSpan.FromMilliseconds(_options.CollectEveryMs), _time, end.Token));

        var told = _options.ExitWithParent
            ? new CommandReader(elements, _assemblies, _options.Manual, input, output).RunAsync(end.Token)
            : Task.Delay(Timeout.InfiniteTimeSpan, _time, end.Token);
        await Task.WhenAny(told, Task.Delay(Timeout.InfiniteTimeSpan, _time, end.Token));
        await end.CancelAsync();
        await Task.WhenAll(running);
    }

    private List<Element> StartElements(ProtocolCatalog catalog)
    {
        var elements = new List<Element>();
        foreach (var definition in _options.Elements)
        {
            if (!catalog.TryFind(definition.Protocol, definition.Version, out var protocol))
            {
                _errors.Announce("StartElement", $"element '{definition.Name}' needs {definition.Protocol} {definition.Version}, which is not below {_options.ProtocolFolder} or is broken; it is not started");
                continue;
            }

            var log = new ElementLog(ElementLog.FileFor(_logging, definition.Name), _time, _options.ProtocolPid);
            var element = new Element(definition, protocol, _assemblies, log, _errors, _options.Speed);
            _starts.WriteStart(definition);
            element.Start();
            elements.Add(element);
        }

        return elements;
    }

    private void Say(string problem) => _problems.WriteLine($"SLScripting: {problem}");
}
