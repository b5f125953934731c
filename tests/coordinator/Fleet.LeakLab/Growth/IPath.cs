using Fleet.LeakLab.Randomness;

namespace Fleet.LeakLab.Growth;

/// <summary>How many entries a structure holds as time goes by. One path belongs to one run of one process.</summary>
internal interface IPath
{
    /// <summary>Goes on to a moment and returns the entries held then; 0 or more, whole or not.</summary>
    double Advance(in Moment moment);

    /// <summary>Hours since the fleet's start from when on the growth can be told from a single event; NaN when that is a matter of size only.</summary>
    double EvidentAt => double.NaN;
}

/// <summary>What a path may know of the moment. Hours are since the fleet's start.</summary>
/// <param name="Hours">Now.</param>
/// <param name="Step">Hours since the last moment.</param>
/// <param name="Age">Hours since the process started (or since the protocol's version was loaded, if later).</param>
/// <param name="Load">Work done, 1 on average.</param>
/// <param name="Elements">Elements of the protocol in this process; 1 for what no protocol owns.</param>
/// <param name="Random">The run's randomness.</param>
internal readonly record struct Moment(double Hours, double Step, double Age, double Load, double Elements, RandomStream Random);
