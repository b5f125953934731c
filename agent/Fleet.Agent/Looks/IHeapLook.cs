namespace Fleet.Agent.Looks;

/// <summary>Takes one look.</summary>
internal interface IHeapLook
{
    /// <summary>Takes it; whatever goes wrong is in the outcome.</summary>
    /// <exception cref="OperationCanceledException">The agent stops.</exception>
    Task<LookOutcome> TakeAsync(LookRequest request, CancellationToken cancellationToken);
}
