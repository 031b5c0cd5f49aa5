using Points.Programs;

namespace Points.Ledger;

/// <summary>Points for a purchase (KKR-5.2). An ineligible purchase is recorded with 0 points and the clause that says why.</summary>
public static class Award
{
    public static Decision Decide(Account account, Purchase purchase, Operation operation, Program program)
    {
        var on = operation.OccurredOn(program);
        var terms = program.TermsOn(on);
        var settled = Settle.Due(account, program, operation.RecordedAt);
        if (Standing.Refuse(settled.Account, operation.CardNumber, terms, operation.RecordedOn(program)) is { } refused)
            return refused;

        var place = new Place(operation.Facility!, operation.Department!);
        var earning = Earning.Of(purchase, place, Buyer.Of(account), on, terms);
        var held = settled.Account.Holdings;
        var (lots, cumulative, bonusSteps) = WithMilestones(earning, held.Cumulative, on, terms);
        var (moves, after) = Receive(held, lots, pending: terms.Award.AwardDate(place.Department, on) > on);
        after = after with { Cumulative = cumulative };
        var debtFilled = held.Debt - after.Debt;
        List<Step> steps = [.. earning.Steps, .. bonusSteps];
        if (debtFilled > 0)
            steps.Add(new Step(terms.NegativeBalance.Clause, $"マイナス残高に {debtFilled:N0}ポイントを充当"));
        // An award of 0 points is recorded; whether it is an activity is for the terms to say.
        var extends = terms.Expiry.ExtendsBy(EntryKind.Award, place.Department, earning.Points);
        if (extends)
            after = after.ActiveOn(on, terms);
        if (extends || earning.Points > 0)
            steps.AddRange(YearSteps(terms, lots, terms.Award.AwardDate(place.Department, on), account.JoinedOn) ?? ExpirySteps(terms, after));

        return settled
            .Post(operation, EntryKind.Award, terms, moves, after, steps,
                entry => entry with { Purchase = Consent.Stored(purchase, account, program), Earned = debtFilled > 0 ? lots : null })
            .SettleAgain(program, operation.RecordedAt)
            .Accept(operation.Id);
    }

    /// <summary>The sentences that say until when the account's points now live; none where each lot has a day of its own.</summary>
    internal static IReadOnlyList<Step> ExpirySteps(Terms terms, Holdings after) => terms.Expiry switch
    {
        LastActivityExpiry rule => [new(rule.Clause, $"最終利用日 {Calendar.InJapanese(after.LastActivityOn)} → 有効期限 {Calendar.InJapanese(after.ExpiresOn)}")],
        NoExpiry rule => [new(rule.Clause, "ポイントは無期限")],
        _ => [],
    };

    private static IReadOnlyList<Step>? YearSteps(Terms terms, IReadOnlyList<Lot> lots, DateOnly awardedOn, DateOnly joinedOn)
    {
        if (terms.Expiry is not AccrualYearExpiry rule)
            return null;
        var (first, last) = rule.YearOf(awardedOn, joinedOn);
        return
        [
            new(rule.YearClause, $"積立年度 {Calendar.InJapanese(first)} ～ {Calendar.InJapanese(last)}"),
            new(rule.Clause, $"今回のポイントの有効期限 {Calendar.InJapanese(lots[0].ExpiresOn)}"),
        ];
    }

    private static (IReadOnlyList<Lot> Lots, long Cumulative, IReadOnlyList<Step> Steps) WithMilestones(
        Earning earning, long cumulative, DateOnly on, Terms terms)
    {
        if (earning.BasePoints == 0 || !Milestones.Count(on, terms))
            return (earning.Lots, cumulative, []);
        var (bonus, steps) = Milestones.Between(cumulative, cumulative + earning.BasePoints, terms);
        var lots = bonus == 0 ? earning.Lots : [.. earning.Lots, earning.Lots[0] with { Kind = Kinds.Bonus, Points = bonus }];
        return (lots, cumulative + earning.BasePoints, steps);
    }

    private static (IReadOnlyList<Move> Moves, Holdings After) Receive(Holdings held, IReadOnlyList<Lot> lots, bool pending)
    {
        if (!pending)
            return held.Receive(lots);
        IReadOnlyList<Move> moves = [.. lots.Select(lot => lot.Moved(lot.Points, pending: true))];
        return (moves, held.Apply(moves));
    }
}
