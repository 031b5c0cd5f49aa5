using Points.Programs;

namespace Points.Ledger;

/// <summary>The part of a bill that earns, in yen, and how it was reached.</summary>
internal sealed record EligibleAmount(long Yen, IReadOnlyList<Step> Steps)
{
    public static EligibleAmount Of(Purchase purchase, AwardRules rule)
    {
        var yen = purchase.AmountYen;
        List<Step> steps = [];
        if (rule.Basis.Is == TaxBasis.TaxExcluded)
            Subtract(purchase.TaxYen ?? 0, rule.Basis.Clause, "税");
        if (rule.Covered?.Is == Covered.Excluded)
            Subtract(purchase.CoveredYen ?? 0, rule.Covered.Clause, "クーポン・助成・ポイント充当分");
        if (rule.ExcludableCategories is { } categories)
            Subtract(purchase.Items?.ExcludedYen(categories.Is) ?? 0, categories.Clause, "対象外品目");
        yen = long.Max(yen, 0);
        if (rule.PerGuest?.Is == true && purchase.Guests is > 1 and var guests)
        {
            steps.Add(new Step(rule.PerGuest.Clause, $"{yen:N0}円 ÷ {guests}名 = {yen / guests:N0}円"));
            yen /= guests;
        }

        return new EligibleAmount(yen, steps);

        void Subtract(long partYen, string? clause, string what)
        {
            if (partYen == 0)
                return;
            steps.Add(new Step(clause, $"{yen:N0}円 − {what} {partYen:N0}円 = {yen - partYen:N0}円"));
            yen -= partYen;
        }
    }
}
