namespace Fleet.Agent.Capture;

/// <summary>A dump file, whole and closed.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
internal sealed record CapturedDump(string Path, long Bytes, string Sha256);
