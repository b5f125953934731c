namespace Skyline.DataMiner.Scripting;

/// <summary>
/// A QAction's link with its element: the part of DataMiner's interface of this name that connectors use most.
/// Parameter ids are those of protocol.xml. An id that the protocol doesn't have reads as <see langword="null"/>.
/// </summary>
#pragma warning disable CA1715, CA1716 // Names are DataMiner's: connectors are written against them.
public interface SLProtocol
{
    /// <summary>The agent that the element was created on.</summary>
    int DataMinerID { get; }

    /// <summary>The element, unique within <see cref="DataMinerID"/>.</summary>
    int ElementID { get; }

    /// <summary>The name that users gave the element.</summary>
    string ElementName { get; }

    /// <summary>The protocol that drives the element.</summary>
    string ProtocolName { get; }

    /// <summary>The version that the element really runs, never a label such as "Production".</summary>
    string ProtocolVersion { get; }

    /// <summary>The QAction that runs now.</summary>
    int QActionID { get; }

    /// <summary>Free for the QAction's use; kept as long as the element runs.</summary>
    object? UserCookie { get; set; }

    /// <summary>The parameter whose change started this run.</summary>
    int GetTriggerParameter();

    /// <summary>The value of a parameter.</summary>
    object? GetParameter(int id);

    /// <summary>The values of several parameters.</summary>
    /// <param name="ids">An array of parameter ids, <c>uint[]</c> or <c>int[]</c>.</param>
    /// <returns>An <c>object[]</c> of as many values.</returns>
    object GetParameters(object ids);

    /// <summary>Whether a parameter has no value yet.</summary>
    bool IsEmpty(int id);

    /// <summary>Sets a parameter and runs the QActions that it triggers after the present one.</summary>
    /// <returns>0.</returns>
    int SetParameter(int id, object? value);

    /// <summary>Sets several parameters.</summary>
    /// <returns>One 0 for each.</returns>
    object SetParameters(int[] ids, object?[] values);

    /// <summary>Runs the QActions that a parameter triggers, after the present one.</summary>
    /// <returns>0.</returns>
    int CheckTrigger(int id);

    /// <summary>Writes the rows of a table; the first cell of a row is its key.</summary>
    /// <returns>The number of rows that the table has then.</returns>
    object FillArray(int tableId, List<object[]> rows, SaveOption option);

    /// <summary>Writes rows of a table and leaves the others.</summary>
    /// <returns>The number of rows that the table has then.</returns>
    object FillArrayNoDelete(int tableId, List<object[]> rows);

    /// <summary>Adds a row, unless its key is there already.</summary>
    /// <returns>The number of rows that the table has then, or -1 if nothing was added.</returns>
    int AddRow(int tableId, object[] row);

    /// <summary>Writes the cells of one row that are not <see langword="null"/>.</summary>
    /// <returns>Whether there is such a row.</returns>
    bool SetRow(int tableId, string key, object?[] row);

    /// <summary>Removes a row.</summary>
    /// <returns>The number of rows that the table has then.</returns>
    int DeleteRow(int tableId, string key);

    /// <summary>One row's cells, or an empty array.</summary>
    object GetRow(int tableId, string key);

    /// <summary>Whether a table has a row of this key.</summary>
    bool Exists(int tableId, string key);

    /// <summary>The keys of a table.</summary>
    string[] GetKeys(int tableId);

    /// <summary>The number of rows of a table.</summary>
    int RowCount(int tableId);

    /// <summary>Writes a line to the element's log.</summary>
    int Log(string message);

    /// <summary>Writes a line to the element's log.</summary>
    int Log(string message, LogType type, LogLevel level);
}
