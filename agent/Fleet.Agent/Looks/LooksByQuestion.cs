namespace Fleet.Agent.Looks;

/// <summary>Hands every request to the look that answers it.</summary>
/// <param name="histogram">What is on the heap.</param>
/// <param name="holders">Who holds the objects of a type.</param>
internal sealed class LooksByQuestion(IHeapLook histogram, IHeapLook holders) : IHeapLook
{
    /// <inheritdoc/>
    public Task<LookOutcome> TakeAsync(LookRequest request, CancellationToken cancellationToken) =>
        (request.HoldersOf is null ? histogram : holders).TakeAsync(request, cancellationToken);
}
