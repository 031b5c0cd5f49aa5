using Points.Ledger;
using Points.Programs;

namespace Points.Cards;

/// <summary>Replaces what a card shows to readers, e.g. when a picture of its QR code got about; the old payload never works again (KKR-5.1).</summary>
public static class RenewScanToken
{
    public static Decision Decide(Account account, Operation operation, Program program)
    {
        var (settled, card, refused) = CardDecision.Open(account, operation, program);
        if (card is null)
            return refused!;
        var terms = program.TermsOn(operation.OccurredOn(program));
        var renewed = card with { Renewals = card.Renewals + 1 };
        return settled.Change(settled.Account.With(renewed), operation, EntryKind.Renewal, terms,
            [new Step(terms.Cards.ValidCardOnly.Clause, "読取用コードを更新、以前のコードは以後使用不可")],
            entry => entry with { Renewed = new Renewed(renewed.Generation, renewed.Status) });
    }
}
