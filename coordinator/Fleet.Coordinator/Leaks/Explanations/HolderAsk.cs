using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Codec;
using Fleet.Contracts.Identity;

namespace Fleet.Coordinator.Leaks.Explanations;

/// <summary>One question to one instance: who holds the objects of an incident's type.</summary>
[GenerateSerializer]
[Alias("fleet.HolderAsk")]
internal sealed class HolderAsk
{
    /// <summary>An agent that has not answered by then is not waited for. A late answer is taken all the same.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromMinutes(15);

    [Id(0)]
    public required string IncidentId { get; init; }

    /// <summary>As it goes to the agent; the same each time that it is sent.</summary>
    [Id(1)]
    public required Command Command { get; init; }

    /// <summary>Version of the incident's protocol that the instance hosts; empty where that can't be said.</summary>
    [Id(2)]
    public required string Version { get; init; }

    /// <summary>Nothing more will be heard.</summary>
    [Id(3)]
    public bool Over { get; set; }

    /// <summary>One line, why there is no answer; empty while there may be one, and when there is.</summary>
    [Id(4)]
    public string Failure { get; set; } = "";

    /// <summary>The answer, most bytes first.</summary>
    [Id(5)]
    public List<HolderLine> Holders { get; set; } = [];

    /// <summary>One line, what of the heap the answer leaves out; empty when nothing.</summary>
    [Id(6)]
    public string Gap { get; set; } = "";

    /// <summary>When the answer was read from the heap, by the agent's clock, UTC; null before there is one.</summary>
    [Id(7)]
    public DateTimeOffset? TakenAt { get; set; }

    /// <summary>Holders of the answer that hold too little to be told.</summary>
    [Id(8)]
    public int LeftOut { get; set; }

    public string Type => Command.Retention.Type;

    public InstanceIdentity Instance => Command.Instance.ToIdentity();

    public DateTimeOffset AskedAt => Command.RequestedAt.ToDateTimeOffset();

    public bool Answered => Over && Failure.Length == 0;

    public bool IsUnderWay(DateTimeOffset now) => !Over && now - AskedAt < AnswerWithin;
}

/// <summary>A path of holders.</summary>
/// <param name="Way">Without figures: the same in instances that leak alike.</param>
/// <param name="Text">With figures.</param>
/// <param name="Bytes">Of the objects at its end.</param>
[GenerateSerializer]
[Alias("fleet.HolderLine")]
internal sealed record HolderLine([property: Id(0)] string Way, [property: Id(1)] string Text, [property: Id(2)] long Bytes);

/// <summary>A path of holders as it is told, and the question that it answers.</summary>
/// <param name="Text">With figures.</param>
/// <param name="Ask">Of which instance, and when.</param>
internal sealed record ToldHolder(string Text, HolderAsk Ask);
