using Points.Programs;

namespace Points.Ledger;

/// <summary>What a till asks for: points against what is left of a bill. Yen, tax included.</summary>
public sealed record Redemption(long Points, long BillYen, long CoveredYen = 0)
{
    public long DueYen => BillYen - CoveredYen;
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
        if (WhyNotHere(new Place(operation.Facility!, operation.Department!), rule) is { } elsewhere)
            return elsewhere;
        if (asked.Points < rule.UnitPoints.Is || asked.Points % rule.UnitPoints.Is != 0)
            return Refused.Because("redemption-unit", rule.UnitPoints.Clause, $"{rule.UnitPoints.Is:N0}ポイント単位でご利用いただけます（ご指定 {asked.Points:N0}ポイント）。");
        if (asked.Points > rule.LargestFor(asked.DueYen))
            return Refused.Because("exceeds-bill", rule.Overpay.Clause, $"お支払い {asked.DueYen:N0}円 に使えるのは {rule.LargestFor(asked.DueYen):N0}ポイントまでです（ご指定 {asked.Points:N0}ポイント）。");
        if (asked.Points > held.Points)
            return Refused.Because("insufficient-points", rule.UnitPoints.Clause, $"残高 {held.Points:N0}ポイントに対し {asked.Points:N0}ポイントは使えません。");

        var moves = held.Take(asked.Points);
        var paidYen = long.Min(asked.Points * rule.YenPerPoint.Is, asked.DueYen);
        var after = held.Apply(moves).ActiveOn(on, EntryKind.Redemption, terms);
        return settled
            .Post(operation, EntryKind.Redemption, terms, moves, after,
                [
                    new Step(rule.UnitPoints.Clause, PaidSentence(asked, paidYen, rule)),
                    Award.ExpiryStep(terms, after),
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

    private static Refused? WhyNotHere(Place place, RedemptionRules rule)
    {
        if (!rule.Departments.Is.Contains(place.Department))
            return Refused.Because("not-redeemable-here", rule.Departments.Clause, $"部門 {place.Department} ではポイントをご利用いただけません。");
        if (rule.Excluded.Is.Contains(place))
            return Refused.Because("not-redeemable-here", rule.Excluded.Clause, $"施設 {place.Facility} の部門 {place.Department} はサービス対象外です。");
        return null;
    }
}
