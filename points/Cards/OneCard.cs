using Points.Ledger;
using Points.Programs;

namespace Points.Cards;

/// <summary>Where the terms give each member one card, nobody gets a second one while the first works (KAMPO-4.2).</summary>
public static class OneCard
{
    public static bool Applies(Terms terms) => terms.Cards.OnePerMember is { Is: true };

    /// <param name="other">An account that the member has beside the one in question.</param>
    public static Refused? Refuse(Account other, Terms terms, DateOnly today) =>
        Applies(terms) && other.Cards.FirstOrDefault(card => IsHeld(other, card, terms, today)) is { } held
            ? Refused.Because("one-card-per-member", terms.Cards.OnePerMember!.Clause,
                $"カードは会員1名につき1枚です。{CardNumber.Masked(held.Number)} をお持ちの間は、別のカードは登録できません。")
            : null;

    /// <summary>A suspended card is still held; one that has ended, swept or not, is not.</summary>
    private static bool IsHeld(Account account, Card card, Terms terms, DateOnly today) =>
        card.Status != CardStatus.Retired && Standing.Refuse(account, card.Number, terms, today) is null or { Code: "card-suspended" };
}
