namespace Fleet.Coordinator.Storage;

/// <summary>Who exists: the list that grains, which are found by id only, can't give.</summary>
internal interface IFleetDirectory
{
    /// <summary>Adds an entry or changes its owner.</summary>
    Task PutAsync(DirectoryKind kind, string id, string owner, CancellationToken cancellationToken);

    /// <summary>The owner of an entry; null when there is no such entry.</summary>
    Task<string?> OwnerAsync(DirectoryKind kind, string id, CancellationToken cancellationToken);

    /// <summary>All entries of a kind, newest first.</summary>
    Task<IReadOnlyList<DirectoryEntry>> ListAsync(DirectoryKind kind, CancellationToken cancellationToken);

    /// <summary>Removes an entry, if there is one.</summary>
    Task RemoveAsync(DirectoryKind kind, string id, CancellationToken cancellationToken);

    /// <summary>Forgets commands and requests that were added before a moment; returns how many.</summary>
    Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>What an entry is.</summary>
internal enum DirectoryKind
{
    /// <summary>A node; its owner is its name.</summary>
    Node,

    /// <summary>A command; its owner is the id of its node.</summary>
    Command,

    /// <summary>A dump; its owner is the id of its node.</summary>
    Dump,

    /// <summary>A caller's request id; its owner are the ids of the commands it led to, separated by spaces.</summary>
    Request,
}

/// <summary>An entry.</summary>
internal sealed record DirectoryEntry(string Id, string Owner);
