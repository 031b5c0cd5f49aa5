using Points.Programs;

namespace Points.Ledger;

/// <param name="AwardOperationId">The award of the purchase that comes back.</param>
/// <param name="ReturnedYen">What comes back, tax included; null for all that is left of it.</param>
public sealed record GoodsReturn(string AwardOperationId, string ReceiptNumber, long? ReturnedYen);

/// <summary>Takes back what the smaller purchase would not have earned, once per yen.</summary>
public static class Return
{
    public static Decision Decide(Account account, GoodsReturn asked, Operation operation, Program program, History history)
    {
        var settled = Settle.Due(account, program, operation.RecordedAt);
        var nowTerms = program.TermsOn(operation.OccurredOn(program));
        if (Standing.Refuse(settled.Account, operation.CardNumber, nowTerms, operation.RecordedOn(program)) is { } refused)
            return refused;
        // What the terms have ended counts as ended, whether or not a sweep has written it.
        history = history.And(settled.Entries);
        if (history.Find(asked.AwardOperationId, operation.CardNumber) is not { Kind: EntryKind.Award, Purchase: { } purchase } award)
            return Refused.Because("operation-unknown", clause: null, $"返品の対象 {asked.AwardOperationId} はこのカードの付与にありません。");
        if (history.VoidOf(award) is { } voided)
            return Refused.Because("already-voided", clause: null, $"{award.Id} は {voided.Id} で取消済みです。") with { Earlier = voided };
        if (purchase.ReceiptNumber is { } number && number != asked.ReceiptNumber)
            return Refused.Because("receipt-mismatch", program.TermsOn(program.DateOf(award.OccurredAt)).Returns?.Clause, "レシート番号が購入時のものと一致しません。");

        var alreadyYen = history.ReturnsOf(award).Sum(entry => entry.Correction!.ReturnedYen ?? 0);
        var leftYen = purchase.AmountYen - alreadyYen;
        var returnedYen = asked.ReturnedYen ?? leftYen;
        if (returnedYen < 1 || returnedYen > leftYen)
            return Refused.Because("exceeds-purchase", clause: null, $"返品できるのは残り {leftYen:N0}円 までです（ご指定 {returnedYen:N0}円）。");

        return TakeBackFor(settled, award, purchase, leftYen - returnedYen, returnedYen, operation, program, history);
    }

    private static Decision TakeBackFor(
        Posting settled, Entry award, Purchase purchase, long keptYen, long returnedYen, Operation operation, Program program, History history)
    {
        var on = program.DateOf(award.OccurredAt);
        var terms = program.TermsOn(on);
        var place = new Place(award.Facility!, award.Department!);
        var kept = Earning.Of(Smaller(purchase, keptYen), place, Buyer.Of(settled.Account), on, terms);
        var (asked, cumulative, bonusSteps) = Correcting.Award(award, kept.Lots, settled.Account.Holdings, terms, program, history);
        var held = settled.Account.Holdings;
        if (TakeBack.From(held, asked, terms) is not { } taken)
            return TakeBack.Refuse(held, asked, terms);

        // What came back whole was no use at all, even where a use that earns nothing counts.
        var still = keptYen > 0 && terms.Expiry.ExtendsBy(EntryKind.Award, award.Department, kept.Points);
        var after = (still ? taken.After : history.Without(award, taken.After, settled.Account.JoinedOn, program)) with { Cumulative = cumulative };
        var points = asked.Sum(lot => lot.Points);
        IReadOnlyList<Step> steps =
        [
            .. bonusSteps,
            new(terms.Returns?.Clause ?? terms.Award.PointsPerUnit.Clause,
                $"{purchase.AmountYen:N0}円 の購入から {returnedYen:N0}円 を返品、残り {keptYen:N0}円 の付与は {kept.Points:N0}ポイント → {points:N0}ポイントを減算"),
            .. Award.ExpirySteps(terms, after),
        ];
        var posted = settled.Post(operation, EntryKind.Return, terms, taken.Moves, after, steps,
            entry => entry with { Correction = Correction.Of(award, settled.Account) with { ReturnedYen = returnedYen, KeptPoints = kept.Points, TakenBack = asked } });
        return posted.SettleAgain(program, operation.RecordedAt).Accept(operation.Id);
    }

    /// <summary>The purchase without what came back; tax and covered part shrink with it.</summary>
    private static Purchase Smaller(Purchase purchase, long keptYen) => purchase with
    {
        AmountYen = keptYen,
        TaxYen = Share(purchase.TaxYen, keptYen, purchase.AmountYen),
        CoveredYen = Share(purchase.CoveredYen, keptYen, purchase.AmountYen),
        Items = purchase.Items is { } items ? [.. items.Select(item => item with { AmountYen = Share(item.AmountYen, keptYen, purchase.AmountYen)!.Value })] : null,
    };

    private static long? Share(long? partYen, long keptYen, long wholeYen) =>
        partYen is { } yen ? (long)((Int128)yen * keptYen / wholeYen) : null;
}
