using System.Diagnostics.Metrics;

namespace Fleet.Coordinator.Telemetry;

/// <summary>What the coordinator measures of itself.</summary>
internal sealed class CoordinatorMeter
{
    public const string Name = "Fleet.Coordinator";

    private readonly Counter<long> _summaries;
    private readonly Counter<long> _repeats;
    private readonly Counter<long> _frameBytes;
    private readonly Histogram<double> _commitSeconds;
    private readonly UpDownCounter<long> _streams;
    private readonly Counter<long> _streamsRefused;
    private readonly Counter<long> _commandsSent;
    private readonly Counter<long> _uploads;
    private readonly Counter<long> _uploadBytes;

    public CoordinatorMeter(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _summaries = meter.CreateCounter<long>("fleet.summaries.committed", "{summary}", "Summaries committed to the snapshot log.");
        _repeats = meter.CreateCounter<long>("fleet.summaries.repeated", "{summary}", "Summaries that had been committed before.");
        _frameBytes = meter.CreateCounter<long>("fleet.summaries.received", "By", "Bytes of summary frames received.");
        _commitSeconds = meter.CreateHistogram<double>("fleet.summaries.commit", "s", "From the receipt of a summary to its commit.");
        _streams = meter.CreateUpDownCounter<long>("fleet.streams", "{stream}", "Agents connected.");
        _streamsRefused = meter.CreateCounter<long>("fleet.streams.refused", "{stream}", "Streams that were refused or closed for what came over them.");
        _commandsSent = meter.CreateCounter<long>("fleet.commands.sent", "{command}", "Commands sent to agents, repetitions included.");
        _uploads = meter.CreateCounter<long>("fleet.uploads.stored", "{dump}", "Dumps stored.");
        _uploadBytes = meter.CreateCounter<long>("fleet.uploads.received", "By", "Bytes of dumps received.");
    }

    public void Received(int bytes) => _frameBytes.Add(bytes);

    public void Committed(bool fresh, TimeSpan after)
    {
        (fresh ? _summaries : _repeats).Add(1);
        _commitSeconds.Record(after.TotalSeconds);
    }

    public void StreamOpened() => _streams.Add(1);

    public void StreamClosed() => _streams.Add(-1);

    public void StreamRefused() => _streamsRefused.Add(1);

    public void CommandSent() => _commandsSent.Add(1);

    public void UploadBytes(int bytes) => _uploadBytes.Add(bytes);

    public void UploadStored() => _uploads.Add(1);
}
