namespace Skyline.DataMiner.Scripting;

/// <summary>What kind of line a QAction logs.</summary>
public enum LogType
{
    /// <summary>Something failed.</summary>
    Error = 0,

    /// <summary>For whoever develops the protocol.</summary>
    DebugInfo = 1,

    /// <summary>Start and end of procedures, changes of parameters.</summary>
    Information = 2,
}
