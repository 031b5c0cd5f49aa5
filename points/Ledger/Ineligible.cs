using Points.Programs;

namespace Points.Ledger;

/// <summary>Why a whole purchase earns nothing.</summary>
internal static class Ineligible
{
    public static Step? Why(Purchase purchase, Place place, Terms terms) =>
        WhyByCard(purchase, terms) ?? WhyByPlace(place, terms.Award) ?? WhyByPayment(purchase, place, terms.Award);

    private static Step? WhyByCard(Purchase purchase, Terms terms)
    {
        if (purchase.CardSigned == false && terms.Cards.SignatureNeeded is { Is: true } signature)
            return new Step(signature.Clause, "署名のないカードのため 0ポイント");
        if (purchase.BeforeSettlement == false && terms.Award.BeforeSettlement.Is)
            return new Step(terms.Award.BeforeSettlement.Clause, "精算が終わるまでにカードの提示がなかったため 0ポイント");
        return null;
    }

    private static Step? WhyByPlace(Place place, AwardRules rule)
    {
        if (!rule.Departments.Is.Contains(place.Department))
            return new Step(rule.Departments.Clause, "この部門は付与対象外のため 0ポイント");
        if (rule.Excluded.Is.Contains(place))
            return new Step(rule.Excluded.Clause, "この施設のこの部門はサービス対象外のため 0ポイント");
        return null;
    }

    private static Step? WhyByPayment(Purchase purchase, Place place, AwardRules rule)
    {
        if (rule.ExcludedPayments?.Is.Any(e => e.Payment == purchase.Payment && e.ExceptDepartments?.Contains(place.Department) != true) == true)
            return new Step(rule.ExcludedPayments.Clause, $"支払方法 {RuleNames.WordFor("award.payment", purchase.Payment!)} は付与対象外のため 0ポイント");
        if (purchase.Booking is { } booking && rule.ExcludedBookings?.Is.Contains(booking) == true)
            return new Step(rule.ExcludedBookings.Clause, $"予約方法 {RuleNames.WordFor("award.booking", booking)} は付与対象外のため 0ポイント");
        if (purchase.SettledAt == "elsewhere" && rule.SettledAtFront is { Is: true } front)
            return new Step(front.Clause, "フロント以外での精算のため 0ポイント");
        if (purchase.Discounted == true && rule.NothingWhenDiscounted is { Is: true } discount)
            return new Step(discount.Clause, "他の優待・割引を利用した購入のため 0ポイント");
        if (purchase.CoveredYen > 0 && rule.Covered is { Is: Covered.ForfeitsPurchase } covered)
            return new Step(covered.Clause, "他のポイント等を利用した購入のため 0ポイント");
        return null;
    }
}
