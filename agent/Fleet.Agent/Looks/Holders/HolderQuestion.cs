namespace Fleet.Agent.Looks.Holders;

/// <summary>Who holds the objects of a type is asked.</summary>
/// <param name="Type">Full name.</param>
/// <param name="LongestPause">How long the target may stand still for it.</param>
internal sealed record HolderQuestion(string Type, TimeSpan LongestPause);
