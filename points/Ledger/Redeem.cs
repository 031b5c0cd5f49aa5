using Points.Programs;

namespace Points.Ledger;

/// <summary>What a till asks for: points against what is left of a bill. Yen, tax included.</summary>
/// <param name="CoveredYen">Covered by coupons or subsidies: points pay only what is left.</param>
/// <param name="CardSigned">False when the card shown is unsigned.</param>
public sealed record Redemption(long Points, long BillYen, long CoveredYen = 0, IReadOnlyList<Item>? Items = null, bool CardSigned = true)
{
    /// <summary>What points may pay: the bill without what is covered and without items that the store excludes.</summary>
    public long DueYen(RedemptionRules rule) =>
        long.Max(0, BillYen - CoveredYen - (rule.ExcludableCategories is { } excludable ? Items?.ExcludedYen(excludable.Is) ?? 0 : 0));
}

/// <summary>Points that pay a bill (KKR-5.3).</summary>
public static class Redeem
{
    public static Decision Decide(Account account, Redemption asked, Operation operation, Program program)
    {
        var on = operation.OccurredOn(program);
        var terms = program.TermsOn(on);
        var rule = terms.Redemption;
        var settled = Settle.Due(account, program, operation.RecordedAt);
        var held = settled.Account.Holdings;

        if (Standing.Refuse(settled.Account, operation.CardNumber, terms, operation.RecordedOn(program)) is { } refused)
            return refused;
        if (WhyNotHere(asked, new Place(operation.Facility!, operation.Department!), terms) is { } elsewhere)
            return elsewhere;
        var dueYen = asked.DueYen(rule);
        if (asked.Points < rule.UnitPoints.Is || asked.Points % rule.UnitPoints.Is != 0)
            return Refused.Because("redemption-unit", rule.UnitPoints.Clause, $"{rule.UnitPoints.Is:N0}ポイント単位でご利用いただけます（ご指定 {asked.Points:N0}ポイント）。");
        if (asked.Points > rule.LargestFor(dueYen))
            return Refused.Because("exceeds-bill", rule.Overpay.Clause, $"お支払い {dueYen:N0}円 に使えるのは {rule.LargestFor(dueYen):N0}ポイントまでです（ご指定 {asked.Points:N0}ポイント）。");
        if (asked.Points > held.Points)
            return Refused.Because("insufficient-points", rule.UnitPoints.Clause, $"残高 {held.Points:N0}ポイントに対し {asked.Points:N0}ポイントは使えません。");

        if (asked.Points > held.UsableOn(on))
            return Refused.Because("same-day-points", rule.SameDayUse.Clause, $"本日付与されたポイントは翌日以降にお使いいただけます（本日使えるのは {held.UsableOn(on):N0}ポイント）。");

        var moves = held.Take(asked.Points, on);
        var paidYen = long.Min(asked.Points * rule.YenPerPoint.Is, dueYen);
        var after = held.Apply(moves);
        var extends = terms.Expiry.ExtendsBy(EntryKind.Redemption, operation.Department, -asked.Points);
        if (extends)
            after = after.ActiveOn(on, terms);
        return settled
            .Post(operation, EntryKind.Redemption, terms, moves, after,
                [
                    new Step(rule.UnitPoints.Clause, PaidSentence(asked, paidYen, rule)),
                    .. extends ? Award.ExpirySteps(terms, after) : [],
                ],
                entry => entry with { Payment = new Payment(asked.BillYen, asked.CoveredYen, paidYen) })
            .Accept(operation.Id);
    }

    private static string PaidSentence(Redemption asked, long paidYen, RedemptionRules rule)
    {
        var lostYen = asked.Points * rule.YenPerPoint.Is - paidYen;
        var sentence = $"{asked.Points:N0}ポイントを {paidYen:N0}円 に充当";
        return lostYen == 0 ? sentence : $"{sentence}（釣銭 {lostYen:N0}円 はお渡しできません）";
    }

    private static Refused? WhyNotHere(Redemption asked, Place place, Terms terms)
    {
        var rule = terms.Redemption;
        if (!asked.CardSigned && terms.Cards.SignatureNeeded is { Is: true } signature)
            return Refused.Because("not-redeemable-here", signature.Clause, "署名のないカードはご利用いただけません。");
        if (!rule.Departments.Is.Contains(place.Department))
            return Refused.Because("not-redeemable-here", rule.Departments.Clause, "この部門ではポイントをご利用いただけません。");
        if (rule.Excluded.Is.Contains(place))
            return Refused.Because("not-redeemable-here", rule.Excluded.Clause, "この施設のこの部門はサービス対象外です。");
        if (asked.DueYen(rule) == 0 && asked.BillYen > asked.CoveredYen)
            return Refused.Because("not-redeemable-here", rule.ExcludableCategories!.Clause, "ポイントをご利用いただけない商品・サービスのみのお会計です。");
        return null;
    }
}
