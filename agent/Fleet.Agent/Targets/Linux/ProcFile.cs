using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Fleet.Agent.Targets.Linux;

/// <summary>Files below <c>/proc</c>, which vanish at any time and may be forbidden.</summary>
internal static class ProcFile
{
    /// <summary>Reads one. False when the process has ended or the file may not be read.</summary>
    public static bool TryRead(string path, [NotNullWhen(true)] out byte[]? content)
    {
        try
        {
            content = File.ReadAllBytes(path);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            content = null;
            return false;
        }
    }

    /// <summary>Reads one as text; empty when it can't be read.</summary>
    public static string TextOrEmpty(string path) => TryRead(path, out var content) ? Encoding.UTF8.GetString(content) : "";

    /// <summary>Where a link leads; null when the process has ended or may not be looked at.</summary>
    public static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
