namespace Fleet.Contracts.Codec;

/// <summary>What encoders keep to and decoders insist on, so that no input costs unbounded memory.</summary>
public static class CodecLimits
{
    /// <summary>Most rows of one summary.</summary>
    public const int MostTypes = 200_000;

    /// <summary>Most bytes that the compressed part of a record or frame may unfold to.</summary>
    public const int MostBodyBytes = 64 << 20;

    /// <summary>Most bytes of one stream frame: gRPC's default limit of 4 MiB for a message, less room for the envelope.</summary>
    public const int MostFrameBytes = (4 << 20) - 4096;

    /// <summary>Type references of one stream after which an encoder starts its dictionary anew; a decoder tolerates one summary more.</summary>
    public const int MostStreamTypes = 200_000;

    /// <summary>Characters of type and module names of one stream after which an encoder starts its dictionary anew; a decoder tolerates twice as many.</summary>
    public const long MostStreamNameChars = 32 << 20;

    /// <summary>Rows that serve as bases for deltas on one stream after which an encoder starts anew; a decoder tolerates one summary more.</summary>
    public const int MostStreamRows = 1_000_000;

    /// <summary>Most instances with a base on one stream after which an encoder starts anew.</summary>
    public const int MostStreamInstances = 1024;

    /// <summary>Most protobuf fields on the outer level of a record or body; each costs an object when it is parsed.</summary>
    internal const int MostOuterFields = 1_000_000;

    /// <summary>Most bytes that the list of hosted protocols of one frame may take.</summary>
    internal const int MostProtocolBytes = 1 << 20;

    /// <summary>Most bytes that the details of one heap may take.</summary>
    internal const int MostDetailBytes = 256 << 10;

    /// <summary>Most rows of one table of details.</summary>
    internal const int MostDetailRows = 20_000;
}
