using Points.Ledger;
using Points.Programs;

namespace Points.Cards;

/// <summary>
/// Takes a card out of use because the operator asks it back (KKR-4.5). What can be handed in is marked returned; what is
/// only shown on a phone cannot be, and is withdrawn.
/// </summary>
public static class Recall
{
    public static Decision Decide(Account account, Operation operation, Program program)
    {
        var (settled, card, refused) = CardDecision.Open(account, operation, program);
        if (card is null)
            return refused!;
        var terms = program.TermsOn(operation.OccurredOn(program));
        if (terms.Cards.Recall is not { } rule)
            return Refused.Because("recall-not-offered", clause: null, "この規約にはカードの返還請求の定めがありません。");
        if (rule.Is.Contains(card.Medium))
            return Withdraw.End(settled, [card.Number], EntryKind.Withdrawal, rule.Clause, "返還請求に伴う退会処理により", operation, terms);

        // No clause takes the points: they go on with linked cards, or until they lapse, or until the member withdraws.
        return settled.Change(settled.Account.With(card.Retired(CardEnd.Returned)), operation, EntryKind.Recall, terms,
            [new Step(rule.Clause, $"カードの返還を受け、以後使用不可（残高 {settled.Account.Holdings.Total:N0}ポイントは変わりません）")]);
    }
}
