using Functions.Http;
using Functions.Members;
using Points.Ledger;
using Points.Programs;

namespace Functions.Cards;

/// <summary>The issue of a card as the front asks for it.</summary>
public static class IssueFields
{
    /// <exception cref="ProblemException">400 naming every wrong field.</exception>
    public static (IssueRequest Asked, string? FamilyOf) Read(Fields fields, Program program, DateOnly today)
    {
        var cards = program.TermsOn(today).Cards;
        var holder = fields.OptionalObject("holder") is { } person ? HolderFields.Read(person, today) : null;
        var joinedOn = fields.OptionalDate("joinedOn");
        if (joinedOn > today)
            fields.Wrong("joinedOn", "must not be in the future", 0);
        var asked = new IssueRequest(
            new CardRequest(
                fields.Choice("medium", cards.Media.Is),
                fields.OptionalChoice("memberClass", cards.MemberClasses.Is) ?? cards.MemberClasses.Is[^1],
                fields.OptionalChoice("holderKind", cards.HolderKinds.Is) ?? cards.HolderKinds.Is[0],
                joinedOn, holder?.BirthDate, fields.OptionalChoice("cardType", cards.CardTypes?.Is ?? [])),
            fields.OptionalText("chipId"),
            fields.OptionalInstant("occurredAt"),
            holder,
            fields.OptionalText("registrationCode"));
        var mainCard = fields.OptionalText("familyOf", maxLength: 256);
        foreach (var (field, isSent) in ((string, bool)[])[("holder", holder is not null), ("familyOf", mainCard is not null)])
        {
            if (isSent && asked.RegistrationCode is not null)
                fields.Wrong(field, "must be left out with registrationCode, which names the member", 0);
        }

        fields.ThrowIfWrong();
        return (asked, mainCard);
    }
}
