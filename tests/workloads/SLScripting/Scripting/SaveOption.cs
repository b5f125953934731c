namespace Skyline.DataMiner.Scripting;

/// <summary>What happens to the rows of a table that a fill doesn't mention.</summary>
public enum SaveOption
{
    /// <summary>The new rows replace all rows.</summary>
    Full = 0,

    /// <summary>Rows that are not mentioned stay.</summary>
    Partial = 1,
}
