using Points.Ledger;
using Points.Programs;

namespace Points.Cards;

/// <summary>Adds a family card to the account of its main card, where the terms let such cards share one (KEIO-4.1).</summary>
public static class IssueFamilyCard
{
    /// <summary>True where a family card of this type joins the main card's account; otherwise it has one of its own.</summary>
    public static bool Shares(string? cardType, Terms terms) =>
        cardType is not null && terms.Sharing.FamilyAccount?.Is.Contains(cardType) == true;

    public static Decision Decide(Account account, CardRequest asked, string newNumber, Operation operation, Program program)
    {
        var on = operation.OccurredOn(program);
        var terms = program.TermsOn(on);
        var settled = Settle.Due(account, program, operation.RecordedAt);
        if (Standing.Refuse(settled.Account, operation.CardNumber, terms, operation.RecordedOn(program)) is { } refused)
            return refused;
        var clause = terms.Sharing.FamilyAccount!.Clause;
        if (account.CardType != asked.CardType)
            return Refused.Because("other-card-type", clause, "本会員カードと家族カードの券種が一致しません。");

        var feeYen = Fee.For(terms.Cards.IssueFees.Is, asked.Medium, account.MemberClass);
        var shared = settled.Account with { Cards = [.. settled.Account.Cards, new Card(newNumber, asked.Medium, CardStatus.Active, on)] };
        return settled.Change(shared, operation, EntryKind.Issue, terms,
            [
                new Step(clause, "家族カードを発行、本会員カードとポイントを共通化"),
                new Step(terms.Cards.IssueFees.Clause, $"発行手数料 {feeYen:N0}円"),
            ],
            entry => entry with { Issued = new Issued(asked.Medium, account.MemberClass, account.HolderKind, feeYen, on, NewNumber: newNumber) });
    }
}
