namespace Fleet.Analysis.Trends;

/// <summary>
/// How much of a type's young objects is there to stay. Between two collections of the young generation nothing shows who survives: where
/// looks are denser than those, what leaks would rise in stairs, and pause on each. There the share that outlived the last collections tells.
/// </summary>
internal struct Promotion
{
    private float _survivors;
    private float _young;
    // Of the two collections that were last seen from both sides.
    private float _share;
    private float _shareBefore;
    private bool _waits;

    /// <summary>
    /// Bytes that outlived a collection or will, as it seems. Until two collections were seen that had been waited for over a look at
    /// least, only those that did: what is young at a look is garbage as a rule, and a moment's share tells nothing.
    /// </summary>
    /// <param name="survivors">Bytes that outlived a collection.</param>
    /// <param name="young">Bytes that did not see one yet.</param>
    /// <param name="waiting">True when no collection has promoted anything since the last look.</param>
    public double Take(double survivors, double young, bool waiting)
    {
        if (!waiting && _waits)
        {
            _shareBefore = _share;
            _share = _young > 0 ? Math.Clamp(((float)survivors - _survivors) / _young, 0, 1) : 0;
        }

        (_survivors, _young, _waits) = ((float)survivors, (float)young, waiting);
        return waiting ? survivors + (Math.Min(_share, _shareBefore) * young) : survivors;
    }

    /// <summary>Writes everything.</summary>
    public readonly void Save(BinaryWriter writer)
    {
        writer.Write(_survivors);
        writer.Write(_young);
        writer.Write(_share);
        writer.Write(_shareBefore);
        writer.Write(_waits);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static Promotion Load(BinaryReader reader)
    {
        var promotion = new Promotion
        {
            _survivors = reader.ReadSingle(),
            _young = reader.ReadSingle(),
            _share = reader.ReadSingle(),
            _shareBefore = reader.ReadSingle(),
            _waits = reader.ReadBoolean(),
        };
        return float.IsFinite(promotion._survivors + promotion._young + promotion._share + promotion._shareBefore)
            ? promotion
            : throw new InvalidDataException("The checkpoint holds a share that is no number.");
    }
}
