using System.Collections.Concurrent;
using SLScripting.Logs;
using SLScripting.Protocols;
using SLScripting.QActions;

namespace SLScripting.Elements;

/// <summary>One element: its parameters, and the QActions that their changes run, one after the other.</summary>
internal sealed class Element
{
    // A QAction that sets what triggers it would otherwise never let the element's thread go.
    private const int MostRunsPerTick = 64;

    private readonly ElementDefinition _definition;
    private readonly ProtocolDefinition _protocol;
    private readonly QActionAssemblies _assemblies;
    private readonly ErrorsInProtocolLog _errors;
    private readonly ParameterStore _store = new();
    private readonly ElementProtocol _link;
    private readonly ElementSchedule _schedule;
    private readonly ConcurrentQueue<int> _changes = [];
    private readonly Dictionary<Type, object> _instances = [];
    private readonly Dictionary<(int QAction, int Trigger), Action<Skyline.DataMiner.Scripting.SLProtocolExt>?> _entries = [];

    public Element(ElementDefinition definition, ProtocolDefinition protocol, QActionAssemblies assemblies, ElementLog log, ErrorsInProtocolLog errors, double speed)
    {
        _definition = definition;
        _protocol = protocol;
        _assemblies = assemblies;
        _errors = errors;
        _schedule = new ElementSchedule(protocol, definition.PeriodMs, speed);
        _link = new ElementProtocol(definition, _store, log, Changed);
        foreach (var (id, value) in protocol.Defaults.Concat(definition.Parameters))
            _store.Set(id, value);
    }

    public ElementDefinition Definition => _definition;

    /// <summary>Between two ticks.</summary>
    public TimeSpan Period => _schedule.Period;

    /// <summary>Ticks so far.</summary>
    public long Ticks { get; private set; }

    /// <summary>QActions that threw, or could not be compiled, so far.</summary>
    public int Errors { get; private set; }

    /// <summary>Compiles what is to be compiled beforehand, and runs what runs at start-up.</summary>
    public void Start()
    {
        foreach (var qaction in _protocol.QActions.Where(qaction => qaction.Precompile))
        {
            if (qaction.Triggers.Count == 0)
                Guard(qaction, 0, () => _assemblies.Get(_protocol, qaction));
            foreach (var trigger in qaction.Triggers)
                Entry(qaction, trigger);
        }

        foreach (var parameter in _protocol.Startup)
            Changed(parameter);
        RunChanges();
    }

    /// <summary>Lets the element's timers go on by one tick. Not to be called by two threads at once.</summary>
    public void Tick()
    {
        Ticks++;
        foreach (var parameter in _schedule.Due(Ticks))
            Changed(parameter);
        RunChanges();
    }

    private void Changed(int parameter)
    {
        if (_protocol.QActions.Any(qaction => qaction.Triggers.Contains(parameter)))
            _changes.Enqueue(parameter);
    }

    private void RunChanges()
    {
        for (var runs = 0; runs < MostRunsPerTick && _changes.TryDequeue(out var parameter); runs++)
        {
            foreach (var qaction in _protocol.QActions.Where(qaction => qaction.Triggers.Contains(parameter)))
                Run(qaction, parameter);
        }
    }

    private void Run(QActionDefinition qaction, int trigger)
    {
        if (Entry(qaction, trigger) is not { } entry)
            return;

        _link.Prepare(qaction, trigger);
        Guard(qaction, trigger, () => entry(_link));
    }

    // A QAction that doesn't compile is reported once, and then passed over.
    private Action<Skyline.DataMiner.Scripting.SLProtocolExt>? Entry(QActionDefinition qaction, int trigger)
    {
        if (!_entries.TryGetValue((qaction.Id, trigger), out var entry))
        {
            Guard(qaction, trigger, () => entry = Bind(qaction, trigger));
            _entries.Add((qaction.Id, trigger), entry);
        }

        return entry;
    }

    private Action<Skyline.DataMiner.Scripting.SLProtocolExt> Bind(QActionDefinition qaction, int trigger)
    {
        var entry = QActionEntry.Find(_protocol, qaction, _assemblies.Get(_protocol, qaction), trigger);
        if (entry.InstanceType is not { } type)
            return entry.Bind(null);

        if (!_instances.TryGetValue(type, out var instance))
            _instances.Add(type, instance = Activator.CreateInstance(type)!);

        return entry.Bind(instance);
    }

    // Whatever a QAction throws is logged as DataMiner logs it, and must not end the process of all the others.
    private void Guard(QActionDefinition qaction, int trigger, Action action)
    {
        try
        {
            action();
        }
        catch (QActionCompilationException e)
        {
            Errors++;
            if (!e.Reported)
                _errors.Announce("Compile", e.Message);
            e.Reported = true;
        }
        catch (Exception e)
        {
            Errors++;
            _errors.Write("Run", $"[{_definition.Name}] QAction [{qaction.Id}] of {_protocol} triggered by [{trigger}] failed. {e}");
        }
    }
}
