using Points.Programs;

namespace Points.Ledger;

/// <summary>
/// Writes down what is already true: points whose last valid day has passed are gone, whether or not a sweep has run.
/// Every decision and every balance starts here.
/// </summary>
public static class Settle
{
    /// <summary>The account as the terms see it on a date, with one lapse entry per lapse date that nobody wrote yet.</summary>
    public static Posting Due(Account account, Program program, DateTimeOffset now)
    {
        var today = program.DateOf(now);
        var posting = Posting.On(account with { Holdings = account.Holdings.MatureBy(today) });
        while (NextLapse(posting.Account.Holdings) is { } expiredOn && expiredOn < today)
            posting = Lapse(posting, program, expiredOn, now);
        return posting;
    }

    /// <summary>The holdings alone, for reading.</summary>
    public static Holdings AsOf(Holdings holdings, DateOnly date)
    {
        var matured = holdings.MatureBy(date);
        return matured with { Lots = [.. matured.Lots.Where(lot => !(matured.ExpiryOf(lot) < date))] };
    }

    /// <summary>The last valid day of the lot that ends first; null when nothing ends.</summary>
    public static DateOnly? NextLapse(Holdings holdings) =>
        holdings.Lots.Select(holdings.ExpiryOf).Min();

    private static Posting Lapse(Posting posting, Program program, DateOnly expiredOn, DateTimeOffset now)
    {
        var account = posting.Account;
        var ending = account.Holdings.Lots.Where(lot => account.Holdings.ExpiryOf(lot) == expiredOn).ToList();
        var lapsedOn = expiredOn.AddDays(1);
        var terms = program.TermsOn(lapsedOn);
        Move[] moves = [.. ending.Select(lot => lot.Moved(-lot.Points))];
        // The entry's number keeps the id apart from another lapse on the same date, and a second sweep finds it written.
        var operation = new Operation
        {
            Id = $"lapse:{lapsedOn:yyyy-MM-dd}:{account.Version + 1}",
            CardNumber = account.Cards[0].Number,
            By = "terms",
            OccurredAt = program.StartOf(lapsedOn),
            RecordedAt = now,
        };
        return posting.Post(operation, EntryKind.Lapse, terms, moves, account.Holdings.Lapse(moves),
        [
            new Step(terms.Expiry.LapseClause,
                $"有効期限 {Calendar.InJapanese(expiredOn)} を過ぎた {ending.Sum(lot => lot.Points):N0}ポイントは {Calendar.InJapanese(lapsedOn)} に失効"),
        ]);
    }
}
