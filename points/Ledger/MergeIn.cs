using Points.Cards;
using Points.Programs;

namespace Points.Ledger;

/// <summary>Brings the points of emptied accounts into the one that is left (KKR-11.2, 11.3).</summary>
public static class MergeIn
{
    /// <param name="absorbed">The emptied accounts, each with the entry that emptied it: what arrives is what has left.</param>
    public static Accepted Decide(
        Account account, IReadOnlyList<(Account Account, Entry Moved)> absorbed, MergePlan plan, Operation operation, Program program)
    {
        var terms = program.TermsOn(operation.OccurredOn(program));
        var settled = Settle.Due(account, program, operation.RecordedAt);
        var held = absorbed.Aggregate(settled.Account.Holdings, (sum, from) => Join(sum, from.Moved));
        List<Move> moves = [.. absorbed.SelectMany(from => from.Moved.Moves).GroupBy(move => move with { Points = 0 }).Select(lot => lot.Key with { Points = -lot.Sum(move => move.Points) })];

        var fee = terms.Sharing.Fee?.Is ?? new SharingFee(0, 0);
        // A debt and points never stand side by side; the fee comes out of what is left.
        var filling = held.Take(held.Debt);
        var after = held.Apply(filling) with { Debt = held.Debt + filling.Sum(move => move.Points) };
        var paying = after.Take(fee.Points);
        after = after.Apply(paying);
        moves.AddRange([.. filling, .. paying]);

        return (settled with { Account = Joined(settled.Account, [.. absorbed.Select(from => from.Account)], plan) })
            .Post(operation, plan.Kind, terms, moves, after, Steps(settled.Account.Holdings, absorbed, after, fee, plan, terms),
                entry => entry with { Merged = new Merged(plan.Attempt, plan.Cards, fee.Yen) })
            .Accept(operation.Id);
    }

    private static Holdings Join(Holdings held, Entry moved)
    {
        var arriving = moved.Moves.Select(move => move with { Points = -move.Points }).ToList();
        var had = moved.Merged!.Had!;
        var endless = EndsNever(held.Lots, held.ExpiresOn) || EndsNever([.. arriving.Where(move => !move.Pending).Select(move => move.AsLot(move.Points))], had.ExpiresOn);
        return held.Apply(arriving) with
        {
            // What the points do not account for was debt.
            Debt = held.Debt + arriving.Sum(move => move.Points) + moved.Points,
            LastActivityOn = Later(held.LastActivityOn, had.LastActivityOn),
            ExpiresOn = endless ? null : Later(held.ExpiresOn, had.ExpiresOn),
            OwnExpiredOn = Later(held.OwnExpiredOn, had.OwnExpiredOn),
            Cumulative = held.Cumulative + had.Cumulative,
        };
    }

    private static bool EndsNever(IReadOnlyList<Lot> lots, DateOnly? expiresOn) => expiresOn is null && lots.Any(lot => lot.ExpiresOn is null);

    private static DateOnly? Later(DateOnly? one, DateOnly? other) => one is null || other > one ? other : one;

    /// <summary>The account with what it took over beside points: cards of a link, and the histories of all.</summary>
    internal static Account Joined(Account account, IReadOnlyList<Account> absorbed, MergePlan plan)
    {
        List<string> all = [.. account.Absorbed ?? [], .. absorbed.SelectMany(from => (from.Absorbed ?? []).Append(from.AccountId))];
        return account with
        {
            FrozenBy = null,
            Absorbed = all.Count == 0 ? null : all,
            Cards = plan.IsLink
                ? [.. account.Cards, .. absorbed.SelectMany(from => from.Cards)]
                : [.. account.Cards.Select(card => plan.Cards.Skip(1).Contains(card.Number) ? card.Retired(CardEnd.Merged) : card)],
        };
    }

    private static IReadOnlyList<Step> Steps(
        Holdings before, IReadOnlyList<(Account Account, Entry Moved)> absorbed, Holdings after, SharingFee fee, MergePlan plan, Terms terms)
    {
        var sharing = terms.Sharing;
        var sum = string.Join(" + ", absorbed.Select(from => -from.Moved.Points).Prepend(before.Total).Select(points => $"{points:N0}"));
        List<Step> steps = [];
        if (sharing.OwnCardsOnly is { } own)
            steps.Add(new Step(own.Clause, "ご本人名義で利用者区分が同一のカード"));
        steps.AddRange(plan.IsLink
            ? [new(sharing.Link.Clause, $"{plan.Cards.Count}枚のカードで残高を共有: {sum} = {after.Total + fee.Points:N0}ポイント"), new(sharing.Link.Clause, "リンクは解除できません")]
            : [new(sharing.Merge.Clause, $"残高を合算: {sum} = {after.Total + fee.Points:N0}ポイント"), new(sharing.Merge.Clause, "合算先以外のカードは以後使用不可")]);
        if (fee is not { Yen: 0, Points: 0 })
            steps.Add(new Step(sharing.Fee!.Clause, $"手数料 {fee.Yen:N0}円、{fee.Points:N0}ポイント"));
        if (after.ExpiresOn is not null)
            steps.AddRange(Award.ExpirySteps(terms, after));
        return steps;
    }
}
