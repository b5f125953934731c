namespace Skyline.DataMiner.Scripting;

/// <summary>The level from which on an element's log shows a line.</summary>
public enum LogLevel
{
    /// <summary>Always shown.</summary>
    NoLogging = 0,

    /// <summary>Shown at level 1 and higher.</summary>
    Level1 = 1,

    /// <summary>Shown at level 2 and higher.</summary>
    Level2 = 2,

    /// <summary>Shown at level 3 and higher.</summary>
    Level3 = 3,

    /// <summary>Shown at level 4 and higher.</summary>
    Level4 = 4,

    /// <summary>Shown at level 5 and higher.</summary>
    Level5 = 5,

    /// <summary>Shown only at the highest level.</summary>
    DevelopmentLogging = 6,
}
