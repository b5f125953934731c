namespace Fleet.Analysis.Trends;

/// <summary>
/// Holds back a summary whose time leaps far ahead of an instance's rhythm: a clock that is wrong for once would make all that follows seem
/// old. What comes next tells whether time went on there.
/// </summary>
internal sealed class ClockGuard
{
    private const int GapsOfLeap = 50;
    private const int GapsOfConfirmation = 5;
    private const int LeastSummaries = 3;
    private static readonly TimeSpan s_leastLeap = TimeSpan.FromDays(1);

    private long _leapt;

    /// <summary>True when a summary taken at this time can be believed.</summary>
    /// <param name="at">When it was taken.</param>
    /// <param name="first">First summary of the instance.</param>
    /// <param name="last">Newest summary of it.</param>
    /// <param name="summaries">How many there were.</param>
    public bool Believes(DateTimeOffset at, DateTimeOffset first, DateTimeOffset last, long summaries)
    {
        if (summaries < LeastSummaries)
            return true;

        var gap = (last - first) / (summaries - 1);
        if (at - last <= Max(s_leastLeap, GapsOfLeap * gap))
        {
            _leapt = 0;
            return true;
        }

        // A second summary that goes on from the leap: the instance was not looked at for long.
        var confirmed = _leapt != 0 && at.UtcTicks > _leapt && at.UtcTicks - _leapt <= Max(TimeSpan.FromMinutes(1), GapsOfConfirmation * gap).Ticks;
        _leapt = confirmed ? 0 : at.UtcTicks;
        return confirmed;
    }

    /// <summary>Writes everything.</summary>
    public void Save(BinaryWriter writer) => writer.Write(_leapt);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static ClockGuard Load(BinaryReader reader) => new() { _leapt = reader.ReadInt64() };

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
