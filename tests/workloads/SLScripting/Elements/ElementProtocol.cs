using Skyline.DataMiner.Scripting;
using SLScripting.Logs;
using SLScripting.Protocols;

namespace SLScripting.Elements;

/// <summary>What the QActions of one element see of it.</summary>
/// <param name="changed">Told of every parameter that is set.</param>
internal sealed class ElementProtocol(ElementDefinition element, ParameterStore store, ElementLog log, Action<int> changed) : SLProtocolExt
{
    private int _trigger;

    public int DataMinerID => element.DataMinerId;

    public int ElementID => element.ElementId;

    public string ElementName => element.Name;

    public string ProtocolName => element.Protocol;

    public string ProtocolVersion => element.Version;

    public int QActionID { get; private set; }

    public object? UserCookie { get; set; }

    /// <summary>Makes the next run known to the QAction.</summary>
    public void Prepare(QActionDefinition qaction, int trigger)
    {
        QActionID = qaction.Id;
        _trigger = trigger;
    }

    public int GetTriggerParameter() => _trigger;

    public object? GetParameter(int id) => store.Get(id);

    public object GetParameters(object ids) => ids switch
    {
        int[] signed => signed.Select(store.Get).ToArray(),
        uint[] unsigned => unsigned.Select(id => store.Get((int)id)).ToArray(),
        _ => throw new ArgumentException("Parameter ids must be an int[] or a uint[].", nameof(ids)),
    };

    public bool IsEmpty(int id) => store.Get(id) is null or "";

    public int SetParameter(int id, object? value)
    {
        store.Set(id, value);
        changed(id);
        return 0;
    }

    public object SetParameters(int[] ids, object?[] values)
    {
        if (ids.Length != values.Length)
            throw new ArgumentException($"{ids.Length} ids for {values.Length} values.", nameof(values));

        return ids.Zip(values, (id, value) => (object)SetParameter(id, value)).ToArray();
    }

    public int CheckTrigger(int id)
    {
        changed(id);
        return 0;
    }

    public object FillArray(int tableId, List<object[]> rows, SaveOption option) =>
        store.Fill(tableId, rows, replace: option == SaveOption.Full);

    public object FillArrayNoDelete(int tableId, List<object[]> rows) => store.Fill(tableId, rows, replace: false);

    public int AddRow(int tableId, object[] row) => store.Add(tableId, row) ? store.Count(tableId) : -1;

    public bool SetRow(int tableId, string key, object?[] row) => store.Update(tableId, key, row);

    public int DeleteRow(int tableId, string key) => store.Delete(tableId, key);

    public object GetRow(int tableId, string key) => store.Row(tableId, key) ?? [];

    public bool Exists(int tableId, string key) => store.Row(tableId, key) is not null;

    public string[] GetKeys(int tableId) => store.Keys(tableId);

    public int RowCount(int tableId) => store.Count(tableId);

    public int Log(string message) => Log(message, LogType.Information, LogLevel.NoLogging);

    public int Log(string message, LogType type, LogLevel level)
    {
        // Elements log at level 0 unless somebody looks for a fault.
        if (level == LogLevel.NoLogging)
            log.Write(type switch { LogType.Error => "ERR", LogType.DebugInfo => "DBG", _ => "INF" }, (int)level, message);

        return 0;
    }
}
