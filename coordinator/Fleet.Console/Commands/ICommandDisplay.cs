using Fleet.Contracts.ConsoleApi;

namespace Fleet.Console.Commands;

/// <summary>Shows how commands come on, to somebody who waits.</summary>
internal interface ICommandDisplay
{
    /// <summary>Called whenever something may have changed.</summary>
    void Show(IReadOnlyList<CommandStatus> commands);

    /// <summary>The coordinator does not answer just now.</summary>
    void Absent(string reason);
}
