using Points.Ledger;
using Points.Members;
using Points.Programs;

namespace Points.Cards;

/// <summary>
/// Ends a card at once and for good (KKR-15.2). The points of an account end with its last card, so those of linked cards
/// live on with the others (KKR-11.3).
/// </summary>
public static class Withdraw
{
    public static Decision Decide(Account account, Operation operation, Program program)
    {
        var (settled, card, refused) = CardDecision.OpenToEnd(account, operation, program);
        if (card is null)
            return refused!;
        var terms = program.TermsOn(operation.OccurredOn(program));
        return End(settled, [card.Number], EntryKind.Withdrawal, (terms.Membership.Withdrawal ?? terms.Membership.Forfeiture).Clause, "退会により", operation, terms);
    }

    /// <summary>Ends cards of one account, and its points with the last of them.</summary>
    internal static Accepted End(
        Posting settled, IReadOnlyList<string> numbers, string kind, string? clause, string why, Operation operation, Terms terms,
        string? attempt = null)
    {
        var account = settled.Account;
        var ended = account with { Cards = [.. account.Cards.Select(card => numbers.Contains(card.Number) ? card.Retired(CardEnd.Ended) : card)] };
        var gone = new Ended(numbers.Count == account.Cards.Count ? null : numbers, Attempt: attempt);
        if (ended.Cards.Any(card => card.Status != CardStatus.Retired))
            return settled.Change(ended, operation, kind, terms, [new Step(clause, $"{why}カードは即時に失効、ポイントはリンクされた他のカードに残ります")], entry => entry with { Ended = gone });

        var held = account.Holdings;
        Move[] moves =
        [
            .. held.Lots.Select(lot => lot.Moved(-lot.Points)),
            .. (held.Pending ?? []).Select(lot => lot.Moved(-lot.Points, pending: true)),
        ];
        var after = held.Apply(moves) with { Debt = 0 };
        // Counted from the day on which it was written: nobody can shorten it by reporting late.
        var erasureDueOn = account.MemberId is null ? null : EraseMember.DueOn(kind, DateOnly.FromDateTime(operation.RecordedAt.DateTime), terms);
        return (settled with { Account = ended with { EndedAt = operation.RecordedAt, ErasureDueOn = erasureDueOn } })
            .Post(operation, kind, terms, moves, after, [new Step(clause, $"{why}カードとポイントは即時に失効（{held.Total:N0}ポイント）")],
                entry => entry with { Ended = gone with { ErasureDueOn = erasureDueOn } })
            .Accept(operation.Id);
    }
}
