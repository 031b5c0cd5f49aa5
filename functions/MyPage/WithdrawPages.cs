using Functions.Web;

namespace Functions.MyPage;

public static class WithdrawPages
{
    public static Page Ask(MemberVisit member, HeldCard card)
    {
        var visit = member.Visit;
        var clauses = string.Join(' ', member.Program.Clauses.Keys.Where(clause => clause == member.Terms.Membership.Withdrawal?.Clause));
        return member.Page(visit["退会", "Withdraw"], Html.Of($"""
            <p class="number">{Words.Number(card.Card.Number)}</p>
            <p class="balance">{card.Balance.Points:N0}<small>{visit["ポイント", "points"]}</small></p>
            <p>{visit["退会されると、このカードはすぐに使えなくなり、カードにあるポイントは失われます。", "When you withdraw, this card stops working at once and its points are lost."]} <span class="clauses">{clauses}</span></p>
            {(member.Terms.Membership.ErasureMonths is { } months ? Html.Of($"<p>{visit[$"個人情報は、最後のカードの退会から{months.Is}か月後に抹消します。", $"Your personal data is erased {months.Is} months after your last card has ended."]} <span class=\"clauses\">{months.Clause}</span></p>") : null)}
            {Parts.Actions(
                Parts.Button(member.AddressOf(card, "/withdrawal/confirm"), visit["退会の手続きへ進む", "Continue"], "grave"),
                Parts.Button(member.Home, visit["やめて戻る", "Cancel"], "quiet"))}
            """)) with { IsNarrow = true };
    }

    public static ConfirmProcedure Confirm(MemberVisit member, HeldCard card) => new(
        member.Visit["退会の確認", "Confirm your withdrawal"], member.AddressOf(card, "/withdrawal/confirm"), member.Visit["退会する", "Withdraw"],
        member.Visit["退会後にカードやポイントを元に戻すことはできません。", "The card and its points cannot be restored."]);
}
