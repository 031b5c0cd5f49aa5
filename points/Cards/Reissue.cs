using Points.Ledger;
using Points.Programs;

namespace Points.Cards;

/// <param name="AtFault">For a loss: deliberate. For damage: deliberate or by gross negligence.</param>
public sealed record ReissueRequest(CardEnd? LostOrStolen, bool AtFault, bool IdentityConfirmed, string NewNumber);

/// <summary>Gives an account a new card in place of one that was lost, stolen or broken; the old number never works again (KKR-12).</summary>
public static class Reissue
{
    public static Decision Decide(Account account, ReissueRequest asked, MemberFacts member, Operation operation, Program program)
    {
        var (settled, card, refused) = CardDecision.Open(account, operation, program);
        if (card is null)
            return refused!;
        var terms = program.TermsOn(operation.OccurredOn(program));
        var rules = terms.Cards;
        // A new card must not be a way around a block.
        if (card.Why == CardEnd.Suspicion || asked.LostOrStolen is null && card.Status == CardStatus.Suspended)
            return Refused.Because("card-suspended", rules.Suspension.Clause, "このカードは利用停止中です。");
        if ((asked.LostOrStolen is null ? WhyNotForDamage(asked, rules) : WhyNotForLoss(card, asked, member, rules)) is { } no)
            return no;

        var feeYen = asked.LostOrStolen is null && !asked.AtFault ? 0 : Fee.For(rules.ReissueFees.Is, card.Medium, account.MemberClass);
        var issuedOn = operation.OccurredOn(program);
        var renewed = settled.Account.With(card.Retired(CardEnd.Reissued));
        renewed = renewed with { Cards = [.. renewed.Cards, new Card(asked.NewNumber, card.Medium, CardStatus.Active, issuedOn)] };
        return settled.Change(renewed, operation, EntryKind.Reissue, terms,
            [
                new Step(asked.LostOrStolen is null ? rules.DamageReissue.Clause : rules.LossReissue.Clause, "カードを再発行、旧カードは以後使用不可"),
                new Step(rules.ReissueFees.Clause, $"再発行手数料 {feeYen:N0}円"),
                new Step(rules.Carryover.Clause, $"残高 {renewed.Holdings.Points:N0}ポイントと有効期限を新しいカードに引き継ぎ"),
            ],
            entry => entry with { Issued = new Issued(card.Medium, account.MemberClass, account.HolderKind, feeYen, issuedOn, NewNumber: asked.NewNumber) });
    }

    private static Refused? WhyNotForLoss(Card card, ReissueRequest asked, MemberFacts member, CardRules rules)
    {
        var rule = rules.LossReissue;
        if (!asked.IdentityConfirmed)
            return Refused.Because("identity-not-confirmed", rule.Clause, "ご本人様の確認ができていません。");
        if (rules.LossReport.Is && !(member.MyPageOpen && member.DataComplete))
            return Refused.Because("my-page-needed", rule.Clause, "マイページで最新の必須情報がすべて登録されている場合に限り承ります。");
        if (rule.Is && card.Why is not (CardEnd.Lost or CardEnd.Stolen))
            return Refused.Because("loss-not-reported", rule.Clause, "先に紛失・盗難のお届け（利用停止）が必要です。");
        return asked.AtFault && rule.Is ? Refused.Because("deliberate-loss", rule.Clause, "会員の故意による紛失・盗難の場合は再発行できません。") : null;
    }

    private static Refused? WhyNotForDamage(ReissueRequest asked, CardRules rules) =>
        asked.IdentityConfirmed || !rules.DamageReissue.Is ? null : Refused.Because("identity-not-confirmed", rules.DamageReissue.Clause, "ご本人様の確認ができていません。");
}
