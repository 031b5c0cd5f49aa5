using Points.Ledger;
using Points.Programs;

namespace Points.Cards;

/// <summary>Puts a suspended card back into use: a found one after an identity check, a stolen one never (KKR-P-found).</summary>
public static class Resume
{
    public static Decision Decide(Account account, bool identityConfirmed, Operation operation, Program program)
    {
        var (settled, card, refused) = CardDecision.Open(account, operation, program);
        if (card is null)
            return refused!;
        var terms = program.TermsOn(operation.OccurredOn(program));
        var rule = terms.Cards.StolenStaysSuspended;
        if (card.Status == CardStatus.Active)
            return Refused.Because("not-suspended", rule.Clause, "このカードは利用停止中ではありません。");
        if (card.Why == CardEnd.Stolen && rule.Is)
            return Refused.Because("not-resumable", rule.Clause, "盗難のご申告をいただいたカードは利用再開できません。再発行のお手続きをお願いします。");
        if (!identityConfirmed)
            return Refused.Because("identity-not-confirmed", rule.Clause, "ご本人様の確認ができていません。");
        return settled.Change(settled.Account.With(card.Resumed()), operation, EntryKind.Resumption, terms,
            [new Step(rule.Clause, "カードの利用を再開")]);
    }
}
