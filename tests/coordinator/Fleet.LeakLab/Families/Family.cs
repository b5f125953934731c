namespace Fleet.LeakLab.Families;

/// <summary>One way in which memory leaks, or grows without.</summary>
/// <param name="Name">Unique.</param>
/// <param name="What">In a sentence.</param>
/// <param name="Leaks">Whether something leaks, be it for a while.</param>
/// <param name="Unseen">Never in the train split: nobody may tune against it.</param>
/// <param name="Setting">The fleet it plays in.</param>
/// <param name="Build">Adds what makes the family to an ordinary fleet.</param>
internal sealed record Family(string Name, string What, bool Leaks, bool Unseen, Setting Setting, Action<FleetBuilder> Build);
