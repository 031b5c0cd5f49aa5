using Points.Cards;
using Points.Programs;

namespace Points.Ledger;

/// <summary>Whether cards may be merged or linked (KKR-11.1, KEIO-4.1).</summary>
public static class MergeCheck
{
    /// <param name="accounts">Every account of the cards once, the receiving one first.</param>
    /// <param name="member">Of the holder of the receiving card.</param>
    public static Refused? Refuse(IReadOnlyList<Account> accounts, MergePlan plan, MemberFacts member, Operation operation, Program program)
    {
        var terms = program.TermsOn(operation.OccurredOn(program));
        var sharing = terms.Sharing;
        var rule = plan.IsLink ? sharing.Link : sharing.Merge;
        var (code, name) = plan.IsLink ? ("link-not-allowed", "リンク") : ("merge-not-allowed", "合算");
        if (!rule.Is)
            return Refused.Because(code, rule.Clause, $"ポイントはカードごとに積み立てられ、カードの{name}はできません。");

        List<Account> settled = [.. accounts.Select(account => Settle.Due(account, program, operation.RecordedAt).Account)];
        foreach (var card in plan.Cards)
        {
            var account = settled.First(account => account.Card(card) is not null);
            if (Standing.Refuse(account, card, terms, operation.RecordedOn(program)) is { } refused)
                return refused with { Detail = $"{CardNumber.Masked(card)}: {refused.Detail}" };
        }

        if (sharing.OwnCardsOnly is { Is: true, Clause: var clause } && WhyNotOwn(settled, member, clause) is { } notOwn)
            return notOwn;
        if (plan.IsLink && settled.Sum(account => account.Cards.Count) > MergePlan.MaxCards)
            return Refused.Because(code, rule.Clause, $"リンクできるカードは再発行前のものを含めて {MergePlan.MaxCards}枚までです。");
        if (settled.Sum(account => 1 + (account.Absorbed?.Count ?? 0)) > MergePlan.MaxAbsorbed)
            return Refused.Because(code, rule.Clause, $"1枚のカードに合算・リンクできるのは通算 {MergePlan.MaxAbsorbed}枚までです。");
        return sharing.Fee is { Is.Points: > 0 and var fee } && settled.Sum(account => account.Holdings.UsableOn(operation.RecordedOn(program))) is var usable && usable < fee
            ? Refused.Because("insufficient-points", sharing.Fee.Clause, $"{name}の手数料 {fee:N0}ポイントに対し、ご利用可能 {usable:N0}ポイントです。")
            : null;
    }

    private static Refused? WhyNotOwn(List<Account> accounts, MemberFacts member, string? clause)
    {
        if (accounts.Any(account => account.MemberId is null))
            return Refused.Because("my-page-needed", clause, "マイページを開設し、必須情報をすべて登録したカードに限ります。");
        if (accounts.Any(account => account.MemberId != accounts[0].MemberId))
            return Refused.Because("different-holder", clause, "ご本人名義のカードに限ります。");
        if (accounts.Any(account => account.HolderKind != accounts[0].HolderKind))
            return Refused.Because("different-holder-kind", clause, "利用者区分が同一のカードに限ります。");
        return member is { MyPageOpen: true, DataComplete: true }
            ? null
            : Refused.Because("my-page-needed", clause, "マイページを開設し、必須情報をすべて登録している会員に限ります。");
    }
}
