using Points.Ledger;
using Points.Programs;

namespace Points.Members;

/// <summary>Cuts an ended account loose from the person who held it; the person's data is gone by then (KKR-15.3, KKR-16.3).</summary>
public static class EraseMember
{
    /// <summary>The first day on which the data may be kept no longer; null where the terms set no date.</summary>
    /// <param name="kind">A withdrawal leaves the months of the terms; every other end leaves none.</param>
    public static DateOnly? DueOn(string kind, DateOnly endedOn, Terms terms) => terms.Membership.ErasureMonths switch
    {
        null => null,
        { Is: var months } => kind == EntryKind.Withdrawal ? endedOn.AddMonths(months) : endedOn,
    };

    /// <summary>Null while nothing is due.</summary>
    public static Accepted? Decide(Account account, Program program, DateTimeOffset now)
    {
        var today = program.DateOf(now);
        if (account.MemberId is null || !(account.ErasureDueOn <= today))
            return null;
        var terms = program.TermsOn(today);
        // The number keeps the id apart from a second erasure of one account, and a repeated run finds it written.
        var operation = new Operation
        {
            Id = $"erasure:{today:yyyy-MM-dd}:{account.Version + 1}",
            CardNumber = account.Cards[^1].Number,
            By = "terms",
            OccurredAt = now,
            RecordedAt = now,
        };
        return Posting.On(account with { MemberId = null, ErasureDueOn = null })
            .Post(operation, EntryKind.Erasure, terms, moves: [], account.Holdings,
                [new Step(terms.Membership.ErasureMonths?.Clause, "会員の個人情報を抹消")])
            .Accept(operation.Id);
    }
}
