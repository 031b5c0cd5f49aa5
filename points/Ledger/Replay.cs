using Points.Cards;
using Points.Programs;

namespace Points.Ledger;

/// <summary>
/// The head of an account from its entries alone: what it holds follows from what moved, not from what each entry says was
/// held; its cards and its holder from what was done to them. Only <see cref="Account.FrozenBy"/> is no part of it.
/// </summary>
public static class Replay
{
    /// <param name="entries">
    /// All entries of the account, oldest first; where it took others over, theirs as well, as <see cref="History"/> has them. The last one says whose head it is.
    /// </param>
    /// <exception cref="InvalidOperationException">Entries are missing, or do not follow from each other.</exception>
    public static Account Head(IReadOnlyList<Entry> entries, Program program)
    {
        var byAccount = entries.GroupBy(entry => entry.AccountId).ToDictionary(own => own.Key, own => own.ToList());
        var head = Head(entries[^1].AccountId, byAccount, program);
        return entries[^1].Merged is { IntoAccountId: { } into, IsLink: var isLink } ? MergeOut.Close(head, isLink, into) : head;
    }

    /// <summary>What is held after the first entries of an account, as it was when the last of them was written.</summary>
    public static Holdings Holdings(IEnumerable<Entry> entries, Program program) =>
        entries.Aggregate(Ledger.Holdings.None, (held, entry) => After(held, entry, program));

    /// <summary>What an entry's moves do not account for went into debt or out of it.</summary>
    internal static long DebtChange(Entry entry) => entry.Moves.Sum(move => move.Points) - entry.Points;

    /// <summary>The head as the last entry left it; an account that was emptied is not closed yet.</summary>
    private static Account Head(string accountId, Dictionary<string, List<Entry>> byAccount, Program program)
    {
        var own = byAccount[accountId];
        return own.Skip(1).Aggregate(CardReplay.Opened(own[0], program), (head, entry) => CardReplay.After(head, entry, Taken(entry, byAccount, program))) with
        {
            Holdings = Holdings(own, program),
            Version = own[^1].Number,
            LastHash = own[^1].Hash!,
        };
    }

    /// <summary>The accounts whose points an entry brought in, in the order in which its cards name them.</summary>
    private static IReadOnlyList<Account> Taken(Entry entry, Dictionary<string, List<Entry>> byAccount, Program program) =>
        entry.Merged is not { Cards: { } cards }
            ? []
            :
            [
                .. byAccount.Values
                    .Where(other => other[^1].Merged is { } gone && gone.IntoAccountId == entry.AccountId && gone.OperationId == entry.Id)
                    .Select(other => Head(other[^1].AccountId, byAccount, program))
                    .OrderBy(other => cards.Index().First(card => other.Card(card.Item) is not null).Index),
            ];

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
}
