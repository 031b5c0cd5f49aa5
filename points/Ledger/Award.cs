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
        var earning = Earning.Of(purchase, place, account.MemberClass, on, terms);
        var held = settled.Account.Holdings;
        var (moves, after) = held.Receive(earning.Lots);
        var debtFilled = held.Debt - after.Debt;
        List<Step> steps = [.. earning.Steps];
        if (debtFilled > 0)
            steps.Add(new Step(terms.NegativeBalance.Clause, $"マイナス残高に {debtFilled:N0}ポイントを充当"));
        // An award of 0 points is recorded, but it is no activity: it moves no expiry.
        if (earning.Points > 0)
        {
            after = after.ActiveOn(on, EntryKind.Award, terms);
            steps.Add(ExpiryStep(terms, after));
        }

        return settled
            .Post(operation, EntryKind.Award, terms, moves, after, steps,
                entry => entry with { Purchase = purchase, Earned = debtFilled > 0 ? earning.Lots : null })
            .SettleAgain(program, operation.RecordedAt)
            .Accept(operation.Id);
    }

    /// <summary>The sentence that says until when the points now live.</summary>
    internal static Step ExpiryStep(Terms terms, Holdings after) =>
        new(terms.Expiry.Clause, $"最終利用日 {Calendar.InJapanese(after.LastActivityOn)} → 有効期限 {Calendar.InJapanese(after.ExpiresOn)}");
}
