using Points.Ledger;
using Points.Programs;

namespace Points.Cards;

/// <summary>Takes a card out of use until it is resumed or reissued; from the moment it is written nothing can be redeemed with it (KKR-P-lost, KKR-14.2).</summary>
public static class Suspend
{
    public static Decision Decide(Account account, CardEnd reason, bool identityConfirmed, MemberFacts member, Operation operation, Program program)
    {
        var (settled, card, refused) = CardDecision.Open(account, operation, program);
        if (card is null)
            return refused!;
        var terms = program.TermsOn(operation.OccurredOn(program));
        var rules = terms.Cards;
        if (reason != CardEnd.Suspicion)
        {
            if (!identityConfirmed)
                return Refused.Because("identity-not-confirmed", rules.LossReport.Clause, "ご本人様の確認ができていません。");
            if (rules.LossReport.Is && !(member.MyPageOpen && member.DataComplete))
                return Refused.Because("my-page-needed", rules.LossReport.Clause, "マイページで必須情報がすべて登録されている場合に限り承ります。");
        }

        // A block is lifted by those who set it: a report of loss must not replace it and be found again. A theft is final.
        if (card.Why is CardEnd.Suspicion or CardEnd.Stolen || card.Why == reason)
            return Refused.Because("already-suspended", rules.Suspension.Clause, "このカードはすでに利用停止中です。");
        return settled.Change(settled.Account.With(card.Suspended(reason)), operation, EntryKind.Suspension, terms,
            [new Step(reason == CardEnd.Suspicion ? rules.Suspension.Clause : rules.LossReport.Clause, "カードを利用停止")],
            entry => entry with { SuspendedFor = reason });
    }
}
