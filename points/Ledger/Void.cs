using Points.Programs;

namespace Points.Ledger;

/// <summary>Takes an award or redemption back as if it had not happened; a new entry, the old one stays.</summary>
public static class Void
{
    public static Decision Decide(Account account, string targetId, Operation operation, Program program, History history)
    {
        var terms = program.TermsOn(operation.OccurredOn(program));
        var settled = Settle.Due(account, program, operation.RecordedAt);
        if (Standing.Refuse(settled.Account, operation.CardNumber, terms, operation.RecordedOn(program)) is { } refused)
            return refused;
        // What the terms have ended counts as ended, whether or not a sweep has written it.
        history = history.And(settled.Entries);
        if (history.Find(targetId, operation.CardNumber) is not { } target)
            return Refused.Because("operation-unknown", clause: null, $"取消の対象 {targetId} はこのカードにありません。");
        if (history.VoidOf(target) is { } earlier)
            return Refused.Because("already-voided", clause: null, $"{targetId} は {earlier.Id} で取消済みです（{earlier.Points:N0}ポイント）。") with { Earlier = earlier };

        return target.Kind switch
        {
            EntryKind.Award => OfAward(settled, target, operation, program, history),
            EntryKind.Redemption => OfRedemption(settled, target, operation, program, history),
            EntryKind.Exchange => Refused.Because("not-voidable", program.TermsOn(program.DateOf(target.OccurredAt)).Exchange?.Final.Clause, "申し込まれたポイント交換商品の取消・返品はできません。"),
            _ => Refused.Because("not-voidable", clause: null, "取消できるのは付与と還元だけです。"),
        };
    }

    private static Decision OfAward(Posting settled, Entry target, Operation operation, Program program, History history)
    {
        var terms = program.TermsOn(program.DateOf(target.OccurredAt));
        var held = settled.Account.Holdings;
        var (asked, cumulative, bonusSteps) = Correcting.Award(target, kept: [], settled.Account.Holdings, terms, program, history);
        if (TakeBack.From(held, asked, terms) is not { } taken)
            return TakeBack.Refuse(held, asked, terms);

        var after = history.Without(target, taken.After, settled.Account.JoinedOn, program) with { Cumulative = cumulative };
        var points = asked.Sum(lot => lot.Points);
        List<Step> steps = [.. bonusSteps, new(terms.Returns?.Clause ?? terms.Award.PointsPerUnit.Clause, $"{Calendar.InJapanese(program.DateOf(target.OccurredAt))} の付与を取消、{points:N0}ポイントを減算")];
        return Finish(settled, operation, terms, taken.Moves, after, steps, Correction.Of(target, settled.Account), program);
    }

    private static Decision OfRedemption(Posting settled, Entry target, Operation operation, Program program, History history)
    {
        var today = operation.RecordedOn(program);
        var redeemedOn = program.DateOf(target.OccurredAt);
        var terms = program.TermsOn(redeemedOn);
        var followsAccount = history.ExpiryWithout(target, redeemedOn, settled.Account.JoinedOn, program);
        var back = target.Moves.Select(move => move.AsLot(-move.Points))
            .ToLookup(lot => !((lot.ExpiresOn ?? followsAccount) < today));
        var (moves, held) = settled.Account.Holdings.Receive(back[true]);
        var lapsed = back[false].Sum(lot => lot.Points);

        var after = history.Without(target, held, settled.Account.JoinedOn, program);
        List<Step> steps = [new(terms.Redemption.UnitPoints.Clause, $"{Calendar.InJapanese(redeemedOn)} の還元を取消、{back[true].Sum(lot => lot.Points):N0}ポイントを戻し")];
        if (lapsed > 0)
            steps.Add(new Step(terms.Expiry.LapseClause, $"{lapsed:N0}ポイントは有効期限 {Calendar.InJapanese(back[false].Max(lot => lot.ExpiresOn ?? followsAccount))} を過ぎているため失効のまま"));
        return Finish(settled, operation, terms, moves, after, steps, Correction.Of(target, settled.Account) with { LapsedPoints = lapsed }, program);
    }

    private static Accepted Finish(
        Posting settled, Operation operation, Terms terms, IReadOnlyList<Move> moves, Holdings after, List<Step> steps,
        Correction correction, Program program)
    {
        steps.AddRange(Award.ExpirySteps(terms, after));
        var posted = settled.Post(operation, EntryKind.Void, terms, moves, after, steps, entry => entry with { Correction = correction });
        // Without the voided operation the rest may have ended before today.
        return posted.SettleAgain(program, operation.RecordedAt).Accept(operation.Id);
    }
}
