using Fleet.Contracts.Codec;
using Fleet.Contracts.Heap;

namespace Fleet.Coordinator.Instances;

/// <summary>A decoded summary on its way to its instance's grain. Immutable: on one silo the reference travels, between silos the record's bytes do.</summary>
internal sealed class SummaryEnvelope(InstanceSummary summary)
{
    public InstanceSummary Summary { get; } = summary;
}

[GenerateSerializer]
[Alias("fleet.SummaryRecord")]
internal struct SummaryRecordBytes
{
    [Id(0)]
    public byte[] Record;
}

[RegisterConverter]
internal sealed class SummaryEnvelopeConverter : IConverter<SummaryEnvelope, SummaryRecordBytes>
{
    public SummaryEnvelope ConvertFromSurrogate(in SummaryRecordBytes surrogate) => new(SummaryRecordCodec.Decode(surrogate.Record));

    public SummaryRecordBytes ConvertToSurrogate(in SummaryEnvelope value) => new() { Record = SummaryRecordCodec.Encode(value.Summary) };
}
