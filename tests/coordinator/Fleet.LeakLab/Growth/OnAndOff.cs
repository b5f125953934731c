namespace Fleet.LeakLab.Growth;

/// <summary>Only while something is broken: grows for a while, rests for longer, grows again.</summary>
internal sealed class OnAndOff(double perHour, double onHours, double offHours) : IPath
{
    private double _entries;
    private bool _on;
    private double _until = double.NaN;
    private int _spells;

    public double EvidentAt { get; private set; } = double.PositiveInfinity;

    public double Advance(in Moment moment)
    {
        if (double.IsNaN(_until))
            _until = moment.Hours + (offHours * moment.Random.Unit());
        while (moment.Hours >= _until)
        {
            _on = !_on;
            _until += (_on ? onHours : offHours) * moment.Random.Between(0.5, 1.5);
            if (!_on && ++_spells == 3)
                EvidentAt = moment.Hours;
        }

        return _entries += _on ? perHour * moment.Elements * moment.Step : 0;
    }
}
