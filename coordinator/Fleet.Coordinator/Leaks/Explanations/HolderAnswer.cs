using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Codec;
using Fleet.Contracts.ConsoleApi;
using Fleet.Contracts.Wording;

namespace Fleet.Coordinator.Leaks.Explanations;

/// <summary>Takes what became of a question into it.</summary>
internal static class HolderAnswer
{
    private const int MostLines = 10;

    /// <summary>Part of the bytes below which a holder explains nothing: the runtime itself holds a little of most types.</summary>
    private const double WorthTelling = 0.01;

    /// <summary>True when something worth storing changed.</summary>
    public static bool Take(HolderAsk ask, CommandStatus status)
    {
        switch (status)
        {
            case { State: CommandState.Succeeded, Retention.Paths.Count: > 0 }:
                Take(ask, status.Retention);
                break;
            case { State: CommandState.Succeeded, Retention: not null }:
                ask.Failure = "no root holds an object of that type there; those that there are only wait for their collection";
                break;
            case { State: CommandState.Succeeded }:
                ask.Failure = "the answer was empty";
                break;
            case { State: CommandState.Failed or CommandState.Expired }:
                ask.Failure = status.Detail;
                break;
            default:
                return false;
        }

        ask.Over = true;
        return true;
    }

    /// <summary>No node knows of the question any more, and it is too late to ask again.</summary>
    public static void Lose(HolderAsk ask)
    {
        ask.Failure = "the question was lost with its node";
        ask.Over = true;
    }

    private static void Take(HolderAsk ask, RetentionResult answer)
    {
        var paths = answer.Paths.Select(path => path.ToRecord()).OrderByDescending(path => path.Bytes).ToList();
        var least = WorthTelling * paths.Sum(path => path.Bytes);
        ask.Holders = [.. paths.TakeWhile((path, i) => i == 0 || (i < MostLines && path.Bytes >= least)).Select(path => new HolderLine(PathText.Way(path.Root, path.Steps), PathText.Path(path), path.Bytes))];
        ask.LeftOut = paths.Count - ask.Holders.Count;
        ask.TakenAt = answer.TakenAt?.ToDateTimeOffset();
        ask.Gap = answer.Complete ? "" : $"not all references could be followed: {answer.IncompleteReason}";
    }
}
