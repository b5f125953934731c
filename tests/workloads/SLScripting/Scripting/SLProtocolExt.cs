namespace Skyline.DataMiner.Scripting;

/// <summary>What an entry method may ask for in place of <see cref="SLProtocol"/>; DataMiner generates its members for each protocol.</summary>
#pragma warning disable CA1715 // The name is DataMiner's.
public interface SLProtocolExt : SLProtocol
{
}
