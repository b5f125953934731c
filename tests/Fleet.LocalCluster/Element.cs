using System.Globalization;

namespace Fleet.LocalCluster;

/// <summary>One device that an SLScripting drives.</summary>
/// <param name="Name">As an operator named it.</param>
/// <param name="Id">Unique in its DMA.</param>
/// <param name="Protocol">Name of its protocol.</param>
/// <param name="Version">Version of its protocol.</param>
/// <param name="Period">Time between two polls.</param>
public sealed record Element(string Name, int Id, string Protocol, string Version, TimeSpan Period)
{
    internal string ToArgument() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name}|101/{Id}|{Protocol}|{Version}|Production|{Period.TotalMilliseconds:F0}");
}
