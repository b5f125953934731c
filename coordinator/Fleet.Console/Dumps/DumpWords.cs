using Fleet.Console.Rendering;
using Fleet.Contracts.AgentApi;
using Spectre.Console;
using Dump = Fleet.Contracts.ConsoleApi.Dump;

namespace Fleet.Console.Dumps;

/// <summary>What a dump is and where it is, in words.</summary>
internal static class DumpWords
{
    public static string Kind(DumpKind kind) => kind switch
    {
        DumpKind.Full => "full",
        DumpKind.Heap => "heap",
        DumpKind.Mini => "mini",
        _ => "-",
    };

    public static string State(Dump dump) => dump.State is DumpState.Capturing or DumpState.Uploading ? $"{State(dump.State)}{Part(dump)}" : State(dump.State);

    public static string State(DumpState state) => state switch
    {
        DumpState.Requested => "requested",
        DumpState.Capturing => "capturing",
        DumpState.OnNode => "on node",
        DumpState.Uploading => "uploading",
        DumpState.Stored => "stored",
        DumpState.Expired => "expired",
        DumpState.Failed => "failed",
        _ => "-",
    };

    public static Style Style(DumpState state) => state switch
    {
        DumpState.Stored => Palette.Good,
        DumpState.Failed => Palette.Bad,
        DumpState.Expired => Palette.Faint,
        _ => Palette.Plain,
    };

    private static string Part(Dump dump) => dump.Progress is { BytesTotal: > 0 } progress
        ? $" {Units.Percent(Math.Round(progress.BytesDone / (double)progress.BytesTotal, 2))}"
        : "";
}
