using Points.Cards;
using Points.Programs;

namespace Points.Ledger;

/// <summary>Whether a card may take part at all: every operation asks this first.</summary>
public static class Standing
{
    /// <summary>A refusal when the card cannot be used on a date; null when it can.</summary>
    public static Refused? Refuse(Account account, string cardNumber, Terms terms, DateOnly today)
    {
        if (account.Card(cardNumber) is not { } card)
            return Refused.Because("card-unknown", terms.Cards.ValidCardOnly.Clause, "このカードは登録されていません。");
        if (card.Why == CardEnd.Merged)
            return Refused.Because("card-retired", terms.Sharing.Merge.Clause, "このカードは合算により失効しており、ご利用いただけません。");
        if (card.Status == CardStatus.Retired)
            return Refused.Because("card-retired", terms.Cards.ValidCardOnly.Clause, "このカードは失効しており、ご利用いただけません。");
        if (WithdrawalDueOn(account.Holdings, terms) is { } dueOn && today >= dueOn)
        {
            return Refused.Because("card-retired", terms.Dormancy!.MonthsAfterLapse.Clause,
                terms.Dormancy.MonthsAfterLapse.Is == 0
                    ? $"カードの有効期間が過ぎ、{Calendar.InJapanese(dueOn)} に会員資格が終了しました。"
                    : $"ポイント失効後 {terms.Dormancy.MonthsAfterLapse.Is}か月の間に付与がなく、{Calendar.InJapanese(dueOn)} に自動退会となりました。");
        }

        // After the end: a suspended card that has been withdrawn meanwhile is not resumed or reissued.
        return card.Status == CardStatus.Suspended
            ? Refused.Because("card-suspended", terms.Cards.Suspension.Clause, "このカードは利用停止中です。")
            : null;
    }

    /// <summary>The day on which the account's points ended, or will end without further activity.</summary>
    public static DateOnly? LapseOn(Holdings holdings) => holdings.ExpiresOn is null
        ? null
        // Campaign points may outlive the rest: the balance is 0 only when they have ended too.
        : holdings.Lots.Select(holdings.ExpiryOf).Append(holdings.ExpiresOn).Append(holdings.OwnExpiredOn).Max()?.AddDays(1);

    /// <summary>The first day on which a dormant card counts as withdrawn, swept or not.</summary>
    public static DateOnly? WithdrawalDueOn(Holdings holdings, Terms terms) =>
        terms.Dormancy is { } rule ? LapseOn(holdings)?.AddMonths(rule.MonthsAfterLapse.Is) : null;
}
