using Fleet.Contracts.Heap;

namespace Fleet.Contracts.Codec;

/// <summary>Hosted protocols on the wire.</summary>
public static class HostedProtocolMapping
{
    /// <summary>The wire form.</summary>
    public static Wire.HostedProtocol ToWire(this HostedProtocol protocol) => new()
    {
        Name = protocol.Name,
        Version = protocol.Version,
        Elements = protocol.Elements,
    };

    /// <summary>Reads the wire form.</summary>
    /// <exception cref="InvalidDataException">The number of elements is negative.</exception>
    public static HostedProtocol ToContract(this Wire.HostedProtocol protocol) =>
        protocol.Elements >= 0
            ? new HostedProtocol(protocol.Name, protocol.Version, protocol.Elements)
            : throw new InvalidDataException($"The protocol '{protocol.Name}' is said to have {protocol.Elements} elements.");

    /// <summary>Reads a list of them.</summary>
    /// <exception cref="InvalidDataException">A number of elements is negative.</exception>
    public static IReadOnlyList<HostedProtocol> ToContract(this IEnumerable<Wire.HostedProtocol> protocols) =>
        [.. protocols.Select(ToContract)];
}
