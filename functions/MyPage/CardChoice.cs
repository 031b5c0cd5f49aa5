using Functions.Web;

namespace Functions.MyPage;

/// <summary>The member's cards to choose from, each with what it holds.</summary>
public static class CardChoice
{
    public static Html Of(MemberVisit member, string name, string legend, IReadOnlyList<HeldCard> cards, string? chosen = null) =>
        Form.Choices(name, legend, cards.Select(card => (card.Handle, Label(member, card))), chosen ?? cards[0].Handle);

    public static Html Label(MemberVisit member, HeldCard card) =>
        Html.Of($"<span class=\"number\">{Words.Number(card.Card.Number)}</span> <span class=\"number\">{member.Visit.Points(card.Balance.Points)}</span>");
}
