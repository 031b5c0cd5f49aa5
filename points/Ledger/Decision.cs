namespace Points.Ledger;

/// <summary>What the terms say about an operation: entries and a new head, or a refusal.</summary>
public abstract record Decision;

/// <param name="After">The new head.</param>
/// <param name="Entries">All entries to write, in order: what was due first, the operation itself, what follows from it.</param>
/// <param name="Main">The entry of the operation itself.</param>
public sealed record Accepted(Account After, IReadOnlyList<Entry> Entries, Entry Main) : Decision;

/// <summary>A refusal is a value: nothing is written.</summary>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Clauses">Ids of the clauses that refuse; empty where no clause but plain sense does.</param>
/// <param name="Detail">One Japanese sentence with its numbers.</param>
public sealed record Refused(string Code, IReadOnlyList<string> Clauses, string Detail) : Decision
{
    /// <summary>The entry that already did what was asked for, where there is one.</summary>
    public Entry? Earlier { get; init; }

    public static Refused Because(string code, string? clause, string detail) =>
        new(code, clause is null ? [] : [clause], detail);
}
