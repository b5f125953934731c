using Fleet.Contracts.Wording;
using Grpc.Core;
using Polly;
using Polly.Retry;

namespace Fleet.Agent.Uplink;

/// <summary>How to come back: exponential, with jitter, bounded, for ever.</summary>
internal static class Reconnect
{
    /// <summary>A pipeline that repeats what fails for a reason that may pass.</summary>
    /// <param name="options">Delays.</param>
    /// <param name="time">Clock of the delays.</param>
    /// <param name="mayPass">Which failures may pass.</param>
    /// <param name="onFailure">Told of every failure: which, how many in a row, and how long until the next try.</param>
    public static ResiliencePipeline Create(
        UplinkOptions options,
        TimeProvider time,
        Func<Exception, bool> mayPass,
        Action<Exception, int, TimeSpan> onFailure) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = arguments => ValueTask.FromResult(
                arguments.Outcome.Exception is { } exception && !arguments.Context.CancellationToken.IsCancellationRequested && mayPass(exception)),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = options.ReconnectDelay,
            MaxDelay = options.MaximumReconnectDelay,
            MaxRetryAttempts = int.MaxValue,
            OnRetry = arguments =>
            {
                onFailure(arguments.Outcome.Exception!, arguments.AttemptNumber + 1, arguments.RetryDelay);
                return default;
            },
        })
        .Build();

    /// <summary>What a failure says in one line.</summary>
    public static string Reason(Exception exception) => exception switch
    {
        RpcException rpc when ConnectionFaults.Describe(rpc.Status.DebugException, "there") is { } fault => fault,
        RpcException { StatusCode: StatusCode.Unavailable, Status.DebugException: not null } => "no coordinator answers there",
        RpcException rpc => $"{rpc.StatusCode}: {rpc.Status.Detail.ReplaceLineEndings(" ")}",
        // A writer may fail before the call does, and then with what the transport threw.
        _ when ConnectionFaults.Describe(exception, "there") is { } fault => fault,
        _ => exception.Message.ReplaceLineEndings(" "),
    };
}
