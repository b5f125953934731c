namespace Fleet.Analysis.Trends;

/// <summary>
/// Which bytes of a type tell what it holds: those that outlived a collection, as a rule. Where their share goes up and down from look to
/// look while all bytes together hardly move, the share is noise, and all bytes times the usual share tell it.
/// </summary>
internal struct SurvivorShare
{
    private const float LeastNoise = 0.01f;
    private const float Calm = 0.5f;
    private const float OneSided = 0.5f;
    private const float LeastShare = 0.3f;
    private const float WeightOfStep = 1f / 8;
    private const float OtherShare = 0.1f;
    private const int LooksOfShare = 64;
    private const int LeastLooks = 8;

    private float _survivors;
    private float _bytes;
    private float _survivorStep;
    private float _survivorDrift;
    private float _byteStep;
    private float _share;
    private float _usual;
    private byte _looks;
    private bool _isNoise;

    /// <summary>Bytes whose trend is judged.</summary>
    /// <param name="survivors">Bytes that outlived a collection.</param>
    /// <param name="bytes">All bytes.</param>
    /// <param name="lasting">Of the former, and of the rest, what seems to stay.</param>
    public double Take(double survivors, double bytes, double lasting)
    {
        if (bytes <= 0)
            return lasting;

        if (_looks > 0)
        {
            var step = ((float)survivors - _survivors) / Math.Max(1, Math.Max((float)survivors, _survivors));
            _survivorStep += WeightOfStep * (Math.Abs(step) - _survivorStep);
            _survivorDrift += WeightOfStep * (step - _survivorDrift);
            _byteStep += WeightOfStep * (Math.Abs((float)bytes - _bytes) / Math.Max((float)bytes, _bytes) - _byteStep);
        }

        (_survivors, _bytes) = ((float)survivors, (float)bytes);
        _looks = (byte)Math.Min(LooksOfShare, _looks + 1);
        _share += ((float)(survivors / bytes) - _share) / _looks;

        // Objects that grow old all at once only ever add to the share; noise takes as well.
        _isNoise = _isNoise
            ? _byteStep < _survivorStep
            : _looks >= LeastLooks
                && _share >= LeastShare
                && _survivorStep > LeastNoise
                && _byteStep < Calm * _survivorStep
                && Math.Abs(_survivorDrift) < OneSided * _survivorStep;
        if (!_isNoise)
            return lasting;

        // The mean of noise drifts, which must not look like growth.
        if (Math.Abs(_share - _usual) > OtherShare * _usual)
            _usual = _share;
        return _usual * bytes;
    }

    /// <summary>Writes everything.</summary>
    public readonly void Save(BinaryWriter writer)
    {
        writer.Write(_survivors);
        writer.Write(_bytes);
        writer.Write(_survivorStep);
        writer.Write(_survivorDrift);
        writer.Write(_byteStep);
        writer.Write(_share);
        writer.Write(_usual);
        writer.Write(_looks);
        writer.Write(_isNoise);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static SurvivorShare Load(BinaryReader reader)
    {
        var share = new SurvivorShare
        {
            _survivors = reader.ReadSingle(),
            _bytes = reader.ReadSingle(),
            _survivorStep = reader.ReadSingle(),
            _survivorDrift = reader.ReadSingle(),
            _byteStep = reader.ReadSingle(),
            _share = reader.ReadSingle(),
            _usual = reader.ReadSingle(),
            _looks = reader.ReadByte(),
            _isNoise = reader.ReadBoolean(),
        };
        return float.IsFinite(share._survivors + share._bytes + share._survivorStep + share._survivorDrift + share._byteStep + share._share + share._usual)
            && share._looks <= LooksOfShare
            ? share
            : throw new InvalidDataException("The checkpoint holds a share that is no number.");
    }
}
