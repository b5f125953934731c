namespace Fleet.LeakLab.Simulation;

/// <summary>A run as the file has it.</summary>
internal sealed class RunRecord(RunSimulation run)
{
    public RunSimulation Run { get; } = run;

    /// <summary>Summaries of it.</summary>
    public int Summaries { get; private set; }

    /// <summary>First and last look, in hours since the fleet's start.</summary>
    public double First { get; private set; } = double.NaN;

    /// <inheritdoc cref="First"/>
    public double Last { get; private set; }

    /// <summary>When it ended; NaN when it lives at the end.</summary>
    public double End { get; private set; } = double.NaN;

    /// <summary>What ended it.</summary>
    public string? EndReason { get; private set; }

    public void Seen(double hours)
    {
        if (double.IsNaN(First))
            First = hours;
        Last = hours;
        Summaries++;
    }

    public void Ended(double hours, string reason)
    {
        if (double.IsNaN(End))
            (End, EndReason) = (hours, reason);
    }
}
