using Points.Ledger;
using Points.Programs;

namespace Points.Cards;

/// <summary>Ends every card of an account by decision of the operator (KKR-16.1, 16.2). The reason is not part of it: it is disclosed to nobody (KKR-16.4).</summary>
public static class Forfeit
{
    public static Decision Decide(Account account, Operation operation, Program program)
    {
        var (settled, card, refused) = CardDecision.OpenToEnd(account, operation, program);
        if (card is null)
            return refused!;
        var terms = program.TermsOn(operation.OccurredOn(program));
        return Withdraw.End(settled, [.. account.Cards.Select(c => c.Number)], EntryKind.Forfeiture, terms.Membership.Forfeiture.Clause, "会員資格の喪失により", operation, terms);
    }
}
