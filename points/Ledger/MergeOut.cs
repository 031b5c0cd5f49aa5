using Points.Cards;
using Points.Programs;

namespace Points.Ledger;

/// <summary>Empties an account whose points go to another one, and closes it for ever (KKR-11.2, 11.3).</summary>
public static class MergeOut
{
    /// <summary>
    /// All that is held leaves, debt included. By a merge every card of the account ends: cards linked with the merged one share
    /// its balance, the link cannot be undone, and nothing would be left to them.
    /// </summary>
    public static Accepted Decide(Account account, MergePlan plan, string intoAccountId, Operation operation, Program program)
    {
        var terms = program.TermsOn(operation.OccurredOn(program));
        var settled = Settle.Due(account, program, operation.RecordedAt);
        var held = settled.Account.Holdings;
        Move[] moves =
        [
            .. held.Lots.Select(lot => lot.Moved(-lot.Points)),
            .. (held.Pending ?? []).Select(lot => lot.Moved(-lot.Points, pending: true)),
        ];
        var moved = operation with
        {
            Id = MergePlan.MovedId(intoAccountId, operation.Id),
            RequestHash = null,
            CardNumber = plan.Cards.First(card => account.Card(card) is not null),
        };
        var step = plan.IsLink
            ? new Step(terms.Sharing.Link.Clause, $"リンクにより {held.Total:N0}ポイントを共有の残高へ")
            : new Step(terms.Sharing.Merge.Clause, $"合算により {held.Total:N0}ポイントを {CardNumber.Masked(plan.Into)} へ、カードは以後使用不可");
        var had = held with { Lots = [], Pending = null, Debt = 0 };
        return (settled with { Account = plan.IsLink ? settled.Account : settled.Account.AllMerged() })
            .Post(moved, EntryKind.Moved, terms, moves, Holdings.None, [step],
                entry => entry with { Merged = new Merged(plan.Attempt, IntoAccountId: intoAccountId, OperationId: operation.Id, Had: had, IsLink: plan.IsLink) })
            .Accept(moved.Id);
    }

    /// <summary>The head of the emptied account once its points have arrived. It is nobody's any more; linked cards live on elsewhere.</summary>
    public static Account Close(Account emptied, bool isLink, string intoAccountId) =>
        emptied with { FrozenBy = null, MovedTo = intoAccountId, MemberId = null, Cards = isLink ? [] : emptied.Cards };

    internal static Account AllMerged(this Account account) =>
        account with { Cards = [.. account.Cards.Select(card => card.Status == CardStatus.Retired ? card : card.Retired(CardEnd.Merged))] };
}
