using Points.Ledger;
using Points.Programs;

namespace Points.Cards;

/// <summary>
/// Writes down that the cards of an account have ended with the time that the terms give after its points (KKR-16.1(3), KAMPO-5.1).
/// Linked cards share their points, and so their end.
/// </summary>
public static class WithdrawDormant
{
    /// <summary>Null while nothing is due.</summary>
    public static Accepted? Decide(Account account, Program program, DateTimeOffset now)
    {
        var today = program.DateOf(now);
        var settled = Settle.Due(account, program, now);
        var terms = program.TermsOn(today);
        if (account.Cards.All(card => card.Status == CardStatus.Retired)
            || Standing.WithdrawalDueOn(settled.Account.Holdings, terms) is not { } dueOn || today < dueOn)
            return null;

        var rule = terms.Dormancy!.MonthsAfterLapse;
        var operation = new Operation
        {
            // The number comes with what was decided on: another run that is as far finds this one written.
            Id = $"withdrawal:{dueOn:yyyy-MM-dd}:{settled.Account.Version + 1}",
            CardNumber = account.Cards.First(card => card.Status != CardStatus.Retired).Number,
            By = "terms",
            OccurredAt = program.StartOf(dueOn),
            RecordedAt = now,
        };
        var why = rule.Is == 0
            ? $"カードの有効期間が過ぎ {Calendar.InJapanese(dueOn)} に会員資格が終了、"
            : $"ポイント失効後 {rule.Is}か月の間に付与がなく {Calendar.InJapanese(dueOn)} に自動退会、";
        var ended = Withdraw.End(settled, [.. account.Cards.Select(card => card.Number)], EntryKind.Withdrawal, rule.Clause, why, operation, terms);
        // The months of a member's own withdrawal are not given here: the data goes at once.
        var erasureDueOn = ended.After.ErasureDueOn is null ? (DateOnly?)null : dueOn;
        return ended with { After = ended.After with { EndedAt = operation.OccurredAt, ErasureDueOn = erasureDueOn } };
    }
}
