using Points.Programs;

namespace Points.Ledger;

/// <summary>What a purchase earns under one terms version, and why.</summary>
/// <param name="Lots">Points by kind, each positive; empty when it earns nothing.</param>
/// <param name="Steps">The calculation, or the reason why there is nothing.</param>
public sealed record Earning(IReadOnlyList<Lot> Lots, IReadOnlyList<Step> Steps)
{
    public long Points => Lots.Sum(lot => lot.Points);

    public static Earning Of(Purchase purchase, Place place, string memberClass, DateOnly on, Terms terms)
    {
        if (WhyNothing(purchase, place, terms.Award) is { } reason)
            return new Earning([], [reason]);

        var rule = terms.Award;
        var eligibleYen = rule.Basis.Is == TaxBasis.TaxExcluded ? purchase.AmountYen - (purchase.TaxYen ?? 0) : purchase.AmountYen;
        var units = eligibleYen / rule.UnitYen.Is;
        var flooredYen = units * rule.UnitYen.Is;
        if (units <= 0)
            return new Earning([], [new Step(rule.UnitYen.Clause, $"{eligibleYen:N0}円 は {rule.UnitYen.Is:N0}円に満たないため 0ポイント")]);

        var points = units * rule.PointsPerUnit.Is;
        List<Lot> lots = [new Lot(Kinds.Base, points)];
        List<Step> steps =
        [
            new(rule.PointsPerUnit.Clause,
                $"{Floored(eligibleYen, flooredYen, rule.UnitYen.Is)} → {rule.UnitYen.Is:N0}円ごとに{rule.PointsPerUnit.Is:N0}ポイント × {units:N0} = {points:N0}ポイント"),
        ];
        foreach (var campaign in rule.Campaigns.Where(c => c.AppliesTo(memberClass, purchase.Campaigns ?? [], on)))
        {
            var extra = units * campaign.PointsPerUnit.Is;
            lots.Add(new Lot(campaign.Kind, extra, campaign.ExpiresOn?.Is));
            steps.Add(new Step(campaign.PointsPerUnit.Clause,
                $"{campaign.Name} {campaign.PointsPerUnit.Is:N0}ポイント × {units:N0} = {extra:N0}ポイント"));
        }

        return new Earning(lots, steps);
    }

    private static string Floored(long eligibleYen, long flooredYen, long unitYen) =>
        eligibleYen == flooredYen ? $"{eligibleYen:N0}円" : $"{eligibleYen:N0}円 → {unitYen:N0}円未満切捨て {flooredYen:N0}円";

    private static Step? WhyNothing(Purchase purchase, Place place, AwardRules rule)
    {
        if (purchase.BeforeSettlement == false && rule.BeforeSettlement.Is)
            return new Step(rule.BeforeSettlement.Clause, "精算が終わるまでにカードの提示がなかったため 0ポイント");
        if (!rule.Departments.Is.Contains(place.Department))
            return new Step(rule.Departments.Clause, $"部門 {place.Department} は付与対象外のため 0ポイント");
        if (rule.Excluded.Is.Contains(place))
            return new Step(rule.Excluded.Clause, $"施設 {place.Facility} の部門 {place.Department} はサービス対象外のため 0ポイント");
        return null;
    }
}

/// <summary>Kinds of points that every program has; campaigns name their own.</summary>
public static class Kinds
{
    public const string Base = "base";
}
