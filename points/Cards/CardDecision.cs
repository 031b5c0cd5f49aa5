using Points.Ledger;
using Points.Programs;

namespace Points.Cards;

/// <summary>What the decisions about cards share: one card of an account changes, points stay or end with the last card.</summary>
internal static class CardDecision
{
    /// <summary>The account settled, and its card; or a refusal when there is no such card or it has ended.</summary>
    public static (Posting Settled, Card? Card, Refused? Refused) Open(Account account, Operation operation, Program program)
    {
        var settled = Settle.Due(account, program, operation.RecordedAt);
        var terms = program.TermsOn(operation.OccurredOn(program));
        var refused = Standing.Refuse(settled.Account, operation.CardNumber, terms, operation.RecordedOn(program));
        return refused is { Code: not "card-suspended" }
            ? (settled, null, refused)
            : (settled, settled.Account.Card(operation.CardNumber), null);
    }

    public static Account With(this Account account, Card changed) =>
        account with { Cards = [.. account.Cards.Select(card => card.Number == changed.Number ? changed : card)] };

    /// <summary>Posts an entry that changes cards and moves no points.</summary>
    public static Accepted Change(
        this Posting settled, Account changed, Operation operation, string kind, Terms terms, IReadOnlyList<Step> steps, Func<Entry, Entry>? facts = null) =>
        (settled with { Account = changed })
            .Post(operation, kind, terms, moves: [], changed.Holdings, steps, facts)
            .Accept(operation.Id);
}
