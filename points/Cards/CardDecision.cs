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

    /// <summary>The same for what ends a membership: that outlives a last card that was handed in.</summary>
    public static (Posting Settled, Card? Card, Refused? Refused) OpenToEnd(Account account, Operation operation, Program program)
    {
        var opened = Open(account, operation, program);
        var left = opened.Settled.Account;
        var isOver = Standing.WithdrawalDueOn(left.Holdings, program.TermsOn(operation.OccurredOn(program))) <= operation.RecordedOn(program);
        return left.Card(operation.CardNumber) is { Why: CardEnd.Returned } returned && left is { EndedAt: null, MovedTo: null } && !isOver
            && left.Cards.All(card => card.Status == CardStatus.Retired)
            ? (opened.Settled, returned, null)
            : opened;
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
