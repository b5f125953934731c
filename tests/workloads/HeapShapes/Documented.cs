namespace HeapShapes;

/// <summary>
/// The heap of a real SLScripting on the day that it ran out of memory, as documented: rows of statistics in lists under a dictionary,
/// at the scale asked for (36,000,000 objects are the whole).
/// </summary>
public static class Documented
{
    private static readonly List<QosStatRow> Qos = [];
    private static readonly Dictionary<uint, List<AggregatedIpStatRow>> ByAddress = [];
    private static readonly List<OtaStatRow> Ota = [];

    public static void Build(int objects)
    {
        var qos = (int)(objects * 0.655);
        var aggregated = (int)(objects * 0.295);
        var ota = objects - qos - aggregated;
        for (var i = 0; i < qos; i++)
            Qos.Add(new QosStatRow { Time = i });
        for (var i = 0; i < aggregated; i++)
        {
            var key = (uint)(i % 5_000);
            if (!ByAddress.TryGetValue(key, out var rows))
                ByAddress.Add(key, rows = []);
            rows.Add(new AggregatedIpStatRow { Key = key });
        }

        for (var i = 0; i < ota; i++)
            Ota.Add(new OtaStatRow { Remote = i });
        GC.Collect();
        GC.Collect();
    }
}

/// <summary>40 bytes of fields.</summary>
public sealed class QosStatRow
{
    public long Time { get; set; }

    public (int Class, int Bytes, int Packets, int Dropped) Counts { get; set; }

    public (double Average, double Peak) Rate { get; set; }
}

/// <summary>128 bytes of fields.</summary>
public sealed class AggregatedIpStatRow
{
    public uint Key { get; set; }

    public (long From, long To) Span { get; set; }

    public Thirteen<double> Rates { get; set; }
}

/// <summary>64 bytes of fields.</summary>
public sealed class OtaStatRow
{
    public long Remote { get; set; }

    public (double Signal, double Noise, double Power, long Sent, long Received, long Errors, long Retries) Link { get; set; }
}

[System.Runtime.CompilerServices.InlineArray(13)]
public struct Thirteen<T>
{
    private T _first;
}
