namespace Fleet.Contracts.Wording;

/// <summary>How a coordinator begins what it says of calls that fail for its own sake: a console tells those from a link that fails.</summary>
public static class CoordinatorFaults
{
    /// <summary>Nothing was done, and may be later; what is wrong and what to do about it follows.</summary>
    public const string CantNow = "The coordinator can't do this now: ";
}
