using System.Diagnostics;

namespace Fleet.Agent.Tests;

/// <summary>Scripts that stand in for workers.</summary>
internal static class Scripts
{
    /// <summary>
    /// Writes one, by a process of its own: what we write ourselves can't be run ("text file busy") for as long as a child that another test
    /// starts meanwhile has inherited it.
    /// </summary>
    public static void Write(string path, string text)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-c", "printf %s \"$1\" > \"$2\" && chmod 700 \"$2\"", "sh", text, path },
        })!;
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }
}
