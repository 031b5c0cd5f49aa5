using Points.Programs;

namespace Points.Ledger;

/// <summary>A warning that points are about to end.</summary>
/// <param name="ExpiresOn">Their last valid day.</param>
/// <param name="DueOn">The day on which the program wants the member to hear of it.</param>
/// <param name="Points">All that end on that day.</param>
public sealed record ExpiryWarning(DateOnly ExpiresOn, DateOnly DueOn, long Points);

/// <summary>Which warnings an account is due. An activity that moves the expiry moves the warnings with it.</summary>
public static class Warn
{
    /// <summary>The day of the next warning; null when none will come without further activity, or nobody is known to warn.</summary>
    public static DateOnly? NextOn(Account account, Program program) =>
        Ahead(account, program).Select(warning => (DateOnly?)warning.DueOn).Min();

    /// <summary>What to say today: of each expiry date that is still to come only the latest word, however late the run.</summary>
    public static IReadOnlyList<ExpiryWarning> Due(Account account, Program program, DateOnly today) =>
    [
        .. Ahead(account, program)
            .Where(warning => warning.DueOn <= today && warning.ExpiresOn >= today)
            .GroupBy(warning => warning.ExpiresOn)
            .Select(same => same.MaxBy(warning => warning.DueOn)!)
            .OrderBy(warning => warning.ExpiresOn),
    ];

    private static IEnumerable<ExpiryWarning> Ahead(Account account, Program program)
    {
        if (account.MemberId is null)
            yield break;
        var held = account.Holdings.Matured();
        foreach (var ending in held.Lots.GroupBy(held.ExpiryOf))
        {
            if (ending.Key is not { } expiresOn)
                continue;
            foreach (var period in program.TermsOn(expiresOn).Notices?.ExpiryWarnings.Is ?? [])
            {
                if (!(period.Before(expiresOn) <= account.WarnedThrough))
                    yield return new ExpiryWarning(expiresOn, period.Before(expiresOn), ending.Sum(lot => lot.Points));
            }
        }
    }
}
