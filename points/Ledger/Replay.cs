using Points.Cards;
using Points.Programs;

namespace Points.Ledger;

/// <summary>The head of an account from its entries alone: what it holds follows from what moved, not from what each entry says was held.</summary>
public static class Replay
{
    /// <param name="entries">All of them, oldest first; the first one issued the card.</param>
    public static Account Head(IReadOnlyList<Entry> entries, Program program)
    {
        var head = Opened(entries[0], program);
        foreach (var entry in entries)
        {
            head = head with
            {
                Holdings = After(head.Holdings, entry, program),
                Version = entry.Number,
                LastHash = entry.Hash!,
            };
        }

        return head;
    }

    /// <summary>What was held with one more entry. Lots, pending points and debt come from its moves; dates and milestones it states.</summary>
    private static Holdings After(Holdings before, Entry entry, Program program)
    {
        var recordedOn = program.DateOf(entry.RecordedAt);
        var held = before.MatureBy(recordedOn).Apply(entry.Moves);
        return (held with
        {
            // What the moves do not account for went into debt or out of it.
            Debt = held.Debt + entry.Moves.Sum(move => move.Points) - entry.Points,
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
            Holdings = Holdings.None,
        };
}
