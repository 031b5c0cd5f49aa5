using Points.Cards;
using Points.Programs;

namespace Points.Ledger;

/// <summary>The head of an account from its entries alone: what it holds follows from what moved, not from what each entry says was held.</summary>
public static class Replay
{
    /// <param name="entries">All of them, oldest first; the first one issued the card.</param>
    public static Account Head(IReadOnlyList<Entry> entries, Program program) => Opened(entries[0], program) with
    {
        Holdings = Holdings(entries, program),
        Version = entries[^1].Number,
        LastHash = entries[^1].Hash!,
    };

    /// <summary>What is held after the first entries of an account, as it was when the last of them was written.</summary>
    public static Holdings Holdings(IEnumerable<Entry> entries, Program program) =>
        entries.Aggregate(Ledger.Holdings.None, (held, entry) => After(held, entry, program));

    /// <summary>What an entry's moves do not account for went into debt or out of it.</summary>
    internal static long DebtChange(Entry entry) => entry.Moves.Sum(move => move.Points) - entry.Points;

    /// <summary>What was held with one more entry. Lots, pending points and debt come from its moves; dates and milestones it states.</summary>
    internal static Holdings After(Holdings before, Entry entry, Program program)
    {
        var recordedOn = program.DateOf(entry.RecordedAt);
        var held = before.MatureBy(recordedOn).Apply(entry.Moves);
        return (held with
        {
            Debt = held.Debt + DebtChange(entry),
            LastActivityOn = entry.After.LastActivityOn,
            ExpiresOn = entry.After.ExpiresOn,
            OwnExpiredOn = entry.After.OwnExpiredOn,
            Cumulative = entry.After.Cumulative,
        }).MatureBy(recordedOn);
    }

    private static Account Opened(Entry issue, Program program) => issue.Issued is not { } said
        ? throw new InvalidOperationException($"{issue.AccountId} does not begin with the issue of a card.")
        : new Account
        {
            AccountId = issue.AccountId,
            Program = program.Id,
            Cards = [new Card(issue.CardNumber, said.Medium, CardStatus.Active, said.IssuedOn)],
            MemberClass = said.MemberClass,
            HolderKind = said.HolderKind,
            JoinedOn = said.JoinedOn ?? said.IssuedOn,
            AcceptedTerms = issue.TermsVersion,
            Holdings = Ledger.Holdings.None,
        };
}
