using Points.Ledger;

namespace Points.Journal;

/// <summary>
/// What a program's ledger gained on one day: the files that hold it and what they add up to. It is written last, so a day without
/// one is not exported yet.
/// </summary>
public sealed record JournalManifest
{
    public const string FileName = "manifest.json";

    public required string Program { get; init; }
    public required DateOnly Day { get; init; }

    /// <summary>SHA-256 of the manifest of the day before; null where the journal begins.</summary>
    public string? PreviousSha256 { get; init; }

    public required long Entries { get; init; }

    /// <summary>How many accounts have an entry on that day.</summary>
    public required long Accounts { get; init; }

    /// <summary>By kind of entry: how many, and their signed points.</summary>
    public required IReadOnlyDictionary<string, KindSum> ByEntry { get; init; }

    /// <summary>By kind of points: what moved, signed.</summary>
    public required IReadOnlyDictionary<string, long> ByPoints { get; init; }

    /// <summary>Signed points of all entries up to the end of the day: what the program owes its members, pending points included, debts taken off.</summary>
    public required long Outstanding { get; init; }

    public required IReadOnlyList<JournalPart> Parts { get; init; }
}

public sealed record KindSum(long Entries, long Points);

/// <summary>Entries in the order of account and number, and for each of these accounts how its chain stands after them.</summary>
public sealed record JournalPart(JournalFile Entries, JournalFile Accounts);

public sealed record JournalFile(string Name, long Lines, long Bytes, string Sha256);

/// <summary>How an account's chain stands after the last entry of a day.</summary>
/// <param name="Number">Of that entry, and so how many the account has.</param>
/// <param name="Points">The balance.</param>
public sealed record JournalAccount(string AccountId, int Number, string Hash, long Points, Holdings Holdings)
{
    public static JournalAccount After(Entry last) => new(last.AccountId, last.Number, last.Hash ?? "", last.After.Points, last.After);
}
