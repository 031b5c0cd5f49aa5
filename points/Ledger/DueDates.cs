using Points.Cards;
using Points.Programs;

namespace Points.Ledger;

/// <summary>When the terms next do something to an account by themselves, if nothing else happens before. Sweeps search by these days.</summary>
/// <param name="LapseOn">The first day on which points have ended that hold today.</param>
/// <param name="WithdrawalOn">The first day on which the cards count as withdrawn.</param>
/// <param name="WarnOn">The day of the next warning.</param>
public sealed record DueDates(DateOnly? LapseOn, DateOnly? WithdrawalOn, DateOnly? WarnOn)
{
    public static DueDates Of(Account account, Program program)
    {
        // Nobody writes a head when pending points come: they must be found by the day on which they will end.
        var held = account.Holdings.Matured();
        var endsOn = account.Cards.Any(card => card.Status != CardStatus.Retired) ? Standing.LapseOn(held) : null;
        return new DueDates(
            Settle.NextLapse(held)?.AddDays(1),
            endsOn is { } on ? Standing.WithdrawalDueOn(held, program.TermsOn(on)) : null,
            Warn.NextOn(account, program));
    }
}
