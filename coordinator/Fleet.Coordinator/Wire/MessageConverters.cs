using Fleet.Contracts.AgentApi;
using Fleet.Contracts.ConsoleApi;
using Google.Protobuf;

namespace Fleet.Coordinator.Wire;

/// <summary>How a protobuf message crosses between grains and lies in their state: as the bytes of its own, versioned contract.</summary>
[GenerateSerializer]
[Alias("fleet.MessageBytes")]
internal struct MessageBytes
{
    [Id(0)]
    public byte[] Bytes;
}

internal abstract class MessageConverter<T> : IConverter<T, MessageBytes>
    where T : class, IMessage<T>, new()
{
    private static readonly MessageParser<T> Parser = new(() => new T());

    public T ConvertFromSurrogate(in MessageBytes surrogate) => Parser.ParseFrom(surrogate.Bytes);

    public MessageBytes ConvertToSurrogate(in T value) => new() { Bytes = value.ToByteArray() };
}

[RegisterConverter]
internal sealed class HelloConverter : MessageConverter<Hello>;

[RegisterConverter]
internal sealed class HeartbeatConverter : MessageConverter<Heartbeat>;

[RegisterConverter]
internal sealed class InstanceAnnouncementConverter : MessageConverter<InstanceAnnouncement>;

[RegisterConverter]
internal sealed class LookFailureConverter : MessageConverter<LookFailure>;

[RegisterConverter]
internal sealed class CommandConverter : MessageConverter<Command>;

[RegisterConverter]
internal sealed class CommandUpdateConverter : MessageConverter<CommandUpdate>;

[RegisterConverter]
internal sealed class UploadHeaderConverter : MessageConverter<UploadHeader>;

[RegisterConverter]
internal sealed class CommandStatusConverter : MessageConverter<CommandStatus>;

[RegisterConverter]
internal sealed class NodeConverter : MessageConverter<Node>;

[RegisterConverter]
internal sealed class FleetInstanceConverter : MessageConverter<FleetInstance>;

[RegisterConverter]
internal sealed class DumpConverter : MessageConverter<Dump>;

[RegisterConverter]
internal sealed class DumpProgressConverter : MessageConverter<DumpProgress>;
