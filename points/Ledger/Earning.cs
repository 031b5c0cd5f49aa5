using Points.Programs;

namespace Points.Ledger;

/// <summary>Who buys, as far as it decides about points.</summary>
public sealed record Buyer(string MemberClass, DateOnly JoinedOn)
{
    public static Buyer Of(Account account) => new(account.MemberClass, account.JoinedOn);
}

/// <summary>What a purchase earns under one terms version, and why; milestones apart, which depend on more than the purchase.</summary>
/// <param name="Lots">Points by kind, each positive; empty when it earns nothing.</param>
/// <param name="Steps">The calculation, or the reason why there is nothing.</param>
public sealed record Earning(IReadOnlyList<Lot> Lots, IReadOnlyList<Step> Steps)
{
    public long Points => Lots.Sum(lot => lot.Points);

    /// <summary>The points that count towards milestones.</summary>
    public long BasePoints => Lots.Where(lot => lot.Kind == Kinds.Base).Sum(lot => lot.Points);

    public static Earning Of(Purchase purchase, Place place, Buyer buyer, DateOnly on, Terms terms)
    {
        if (Ineligible.Why(purchase, place, terms) is { } reason)
            return new Earning([], [reason]);

        var rule = terms.Award;
        var eligible = EligibleAmount.Of(purchase, rule);
        var units = eligible.Yen / rule.UnitYen.Is;
        if (units <= 0)
            return new Earning([], [.. eligible.Steps, new Step(rule.UnitYen.Clause, $"{eligible.Yen:N0}円 は {rule.UnitYen.Is:N0}円に満たないため 0ポイント")]);

        var awardedOn = rule.AwardDate(place.Department, on);
        DateOnly? usableFrom = awardedOn > on ? awardedOn : terms.Redemption.SameDayUse.Is ? null : on.AddDays(1);
        Lot LotOf(string kind, long points, DateOnly? expiresOn) =>
            new(kind, points, expiresOn ?? terms.Expiry.OfLot(awardedOn, buyer.JoinedOn), usableFrom);

        var points = units * rule.PointsPerUnit.Is;
        List<Lot> lots = [LotOf(Kinds.Base, points, null)];
        List<Step> steps = [.. eligible.Steps, new(rule.PointsPerUnit.Clause, BaseSentence(eligible.Yen, units, rule))];
        foreach (var campaign in rule.Campaigns.Where(c => c.AppliesTo(buyer.MemberClass, purchase.Campaigns ?? [], on)))
        {
            var extra = units * campaign.PointsPerUnit.Is;
            lots.Add(LotOf(campaign.Kind, extra, campaign.ExpiresOn?.Is));
            steps.Add(new Step(campaign.PointsPerUnit.Clause,
                $"{campaign.Name} {campaign.PointsPerUnit.Is:N0}ポイント × {units:N0} = {extra:N0}ポイント"));
        }

        if (awardedOn > on)
            steps.Add(new Step(rule.PendingDays!.Clause, $"{Calendar.InJapanese(awardedOn)} に付与（それまでは使えません）"));
        return new Earning(lots, steps);
    }

    private static string BaseSentence(long eligibleYen, long units, AwardRules rule)
    {
        var unitYen = rule.UnitYen.Is;
        var flooredYen = units * unitYen;
        var amount = eligibleYen == flooredYen ? $"{eligibleYen:N0}円" : $"{eligibleYen:N0}円 → {unitYen:N0}円未満切捨て {flooredYen:N0}円";
        var points = units * rule.PointsPerUnit.Is;
        return $"{amount} → {unitYen:N0}円ごとに{rule.PointsPerUnit.Is:N0}ポイント × {units:N0} = {points:N0}ポイント";
    }
}
