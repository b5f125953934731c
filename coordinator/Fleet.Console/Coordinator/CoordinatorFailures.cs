using Fleet.Console.Configuration;
using Grpc.Core;

namespace Fleet.Console.Coordinator;

/// <summary>What a failed call means to the person who made it, in one line.</summary>
internal static class CoordinatorFailures
{
    public static string Describe(RpcException failure, ConsoleSettings settings)
    {
        var url = settings.Coordinator.GetLeftPart(UriPartial.Authority);
        var detail = failure.Status.Detail;
        if (ConnectionFaults.Describe(failure.Status.DebugException, $"at {url}") is { } fault)
        {
            return $"{char.ToUpperInvariant(fault[0])}{fault[1..]}.";
        }

        return failure.StatusCode switch
        {
            StatusCode.Unavailable when failure.Status.DebugException is not null =>
                $"The connection to the coordinator at {url} broke: try again in a moment.",
            StatusCode.Unavailable when detail.StartsWith(CoordinatorFaults.CantNow, StringComparison.Ordinal) => $"{Sentence(detail)} Nothing was done; try again afterwards.",
            StatusCode.Unavailable =>
                $"The coordinator at {url} is not available ({detail}): try again in a moment.",
            StatusCode.DeadlineExceeded =>
                $"The coordinator at {url} did not answer within {settings.RequestTimeout.TotalSeconds:0.#} s: try again, or raise requestTimeoutSeconds.",
            StatusCode.Unimplemented or StatusCode.Internal when !IsFromCoordinator(failure) =>
                $"What answers at {url} is not a Fleet coordinator of this version: check --coordinator URL.",
            StatusCode.ResourceExhausted =>
                $"The answer of {url} is too large: ask for less with --top N.",
            StatusCode.Internal or StatusCode.Unknown =>
                $"The coordinator at {url} failed: {Sentence(detail)} Its log says more.",
            _ => Sentence(detail.Length > 0 ? detail : $"{url} refused: {failure.StatusCode}"),
        };
    }

    /// <summary>Whether trying the same again later may help.</summary>
    public static bool IsPassing(RpcException failure) =>
        failure.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded || ConnectionFaults.HungUp(failure.Status.DebugException);

    // A status that the server sent has no exception of ours behind it, and a server without this service has no words for it.
    private static bool IsFromCoordinator(RpcException failure) =>
        failure.StatusCode is StatusCode.Internal && failure.Status.DebugException is null;

    private static string Sentence(string text) => text.TrimEnd() is { Length: > 0 } said && said[^1] is not ('.' or '!' or '?') ? said + "." : text.TrimEnd();
}
