namespace Fleet.LeakLab.Growth;

/// <summary>A job that gathers for a while, every so often, and then lets go of everything.</summary>
internal sealed class Batch(double entries, double everyHours, double lastsHours) : IPath
{
    private double _start = double.NaN;
    private double _size;

    public double Advance(in Moment moment)
    {
        if (double.IsNaN(_start))
            Schedule(moment, moment.Hours + (everyHours * moment.Random.Unit()));
        if (moment.Hours > _start + lastsHours)
            Schedule(moment, _start + (everyHours * moment.Random.Between(0.9, 1.1)));
        return moment.Hours < _start || moment.Hours > _start + lastsHours ? 0 : entries * _size * (moment.Hours - _start) / lastsHours;
    }

    private void Schedule(in Moment moment, double start)
    {
        _start = start;
        _size = moment.Random.Between(0.6, 1.4);
    }
}
