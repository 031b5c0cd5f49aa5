using Points.Ledger;
using Points.Programs;

namespace Points.Cards;

/// <summary>What may be done with a card next: the decisions themselves are asked, with everything else in order.</summary>
public static class AllowedActions
{
    public static IReadOnlyList<string> Of(Account account, string cardNumber, MemberFacts member, DateTimeOffset now, Program program)
    {
        var operation = new Operation { Id = "asked", CardNumber = cardNumber, By = "", OccurredAt = now, RecordedAt = now };
        var terms = program.TermsOn(program.DateOf(now));
        var usable = Standing.Refuse(account, cardNumber, terms, program.DateOf(now)) is null;
        (string Action, bool Allowed)[] actions =
        [
            ("award", usable),
            ("redeem", usable),
            ("suspend", Suspend.Decide(account, CardEnd.Lost, identityConfirmed: true, member, operation, program) is Accepted),
            ("block", Suspend.Decide(account, CardEnd.Suspicion, identityConfirmed: true, member, operation, program) is Accepted),
            ("resume", Resume.Decide(account, identityConfirmed: true, operation, program) is Accepted),
            ("reissueForLoss", Reissue.Decide(account, new ReissueRequest(CardEnd.Lost, AtFault: false, IdentityConfirmed: true, "new"), member, operation, program) is Accepted),
            ("reissueForDamage", Reissue.Decide(account, new ReissueRequest(null, AtFault: false, IdentityConfirmed: true, "new"), member, operation, program) is Accepted),
            ("renewScanToken", RenewScanToken.Decide(account, operation, program) is Accepted),
            ("recall", Recall.Decide(account, operation, program) is Accepted),
            ("withdraw", Withdraw.Decide(account, operation, program) is Accepted),
            ("forfeit", Forfeit.Decide(account, operation, program) is Accepted),
        ];
        return [.. actions.Where(action => action.Allowed).Select(action => action.Action)];
    }
}
