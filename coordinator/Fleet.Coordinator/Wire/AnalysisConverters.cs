using System.Text.Json;
using Fleet.Analysis.Incidents;
using Fleet.Analysis.Trends;
using Fleet.Contracts.Heap;

namespace Fleet.Coordinator.Wire;

/// <summary>How the analysis' records cross between grains and lie in their state: as JSON, which new optional members don't break.</summary>
[GenerateSerializer]
[Alias("fleet.JsonBytes")]
internal struct JsonBytes
{
    [Id(0)]
    public byte[] Bytes;
}

internal abstract class JsonRecordConverter<T> : IConverter<T, JsonBytes>
    where T : class
{
    public T ConvertFromSurrogate(in JsonBytes surrogate) => JsonSerializer.Deserialize<T>(surrogate.Bytes)!;

    public JsonBytes ConvertToSurrogate(in T value) => new() { Bytes = JsonSerializer.SerializeToUtf8Bytes(value) };
}

[RegisterConverter]
internal sealed class IncidentConverter : JsonRecordConverter<Incident>;

[RegisterConverter]
internal sealed class SuspectConverter : JsonRecordConverter<Suspect>;

[RegisterConverter]
internal sealed class StandingConverter : JsonRecordConverter<InstanceStanding>;

[RegisterConverter]
internal sealed class TypeTrendConverter : JsonRecordConverter<TypeTrend>;

[GenerateSerializer]
[Alias("fleet.TypeKeyParts")]
internal struct TypeKeyParts
{
    [Id(0)]
    public string Name;

    [Id(1)]
    public string Module;
}

[RegisterConverter]
internal sealed class TypeKeyConverter : IConverter<TypeKey, TypeKeyParts>
{
    public TypeKey ConvertFromSurrogate(in TypeKeyParts surrogate) => new(surrogate.Name, surrogate.Module);

    public TypeKeyParts ConvertToSurrogate(in TypeKey value) => new() { Name = value.Name, Module = value.Module };
}
