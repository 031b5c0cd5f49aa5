using Points.Programs;

namespace Points.Ledger;

/// <summary>An account with the entries that a decision has added to it so far. Immutable: each step returns the next.</summary>
public sealed record Posting(Account Account, IReadOnlyList<Entry> Entries)
{
    public static Posting On(Account account) => new(account, []);

    /// <summary>Adds one entry: numbers it, seals it into the hash chain and brings the head up to date.</summary>
    public Posting Post(
        Operation operation, string kind, Terms terms, IReadOnlyList<Move> moves, Holdings after, IReadOnlyList<Step> steps,
        Func<Entry, Entry>? facts = null)
    {
        var draft = new Entry
        {
            Id = operation.Id,
            AccountId = Account.AccountId,
            Number = Account.Version + 1,
            Kind = kind,
            CardNumber = operation.CardNumber,
            Points = after.Total - Account.Holdings.Total,
            Moves = moves,
            After = after,
            OccurredAt = operation.OccurredAt,
            RecordedAt = operation.RecordedAt,
            By = operation.By,
            Facility = operation.Facility,
            Department = operation.Department,
            TermsVersion = terms.EffectiveFrom,
            RequestHash = operation.RequestHash,
            Steps = steps,
        };
        var entry = HashChain.Seal(facts?.Invoke(draft) ?? draft, Account.LastHash);
        return new Posting(
            Account with { Holdings = after, Version = entry.Number, LastHash = entry.Hash! },
            [.. Entries, entry]);
    }

    /// <summary>What the operation itself has left to lapse: a late report of points that have ended, or an expiry that a correction moved back.</summary>
    public Posting SettleAgain(Program program, DateTimeOffset now)
    {
        var due = Settle.Due(Account, program, now);
        return due with { Entries = [.. Entries, .. due.Entries] };
    }

    /// <summary>Closes the decision; the operation's own entry is the one that carries its id.</summary>
    public Accepted Accept(string operationId) =>
        new(Account, Entries, Entries.Single(entry => entry.Id == operationId));
}
