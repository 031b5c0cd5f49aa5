using Functions.Web;

namespace Functions.MyPage;

public static class ExchangePages
{
    public static Page Ask(MemberVisit member, bool isWrong = false)
    {
        var visit = member.Visit;
        var title = visit["ポイント交換商品", "Exchange points"];
        if (member.Terms.Exchange is not { } rules || !member.LiveCards.Any())
            return member.Page(title, Html.Of($"<p>{visit["ご利用いただける交換商品はありません。", "There is nothing to exchange."]}</p>")) with { IsNarrow = true };
        var mistake = isWrong ? visit["カード、商品、数量（1～100）をお選びください。", "Please choose a card, a reward and a quantity from 1 to 100."] : null;
        return member.Page(title, Html.Of($"""
            <p>{visit["ポイントを商品と交換します。お申し込み後の取消・返品はできません。", "Exchange points for a reward. An accepted exchange can be neither cancelled nor returned."]} <span class="clauses">{rules.Final.Clause}</span></p>
            {Form.Mistakes(visit, mistake is null ? [] : [mistake])}
            {Form.Ask($"{member.Home}/exchange/confirm", Html.Of($"""
                {CardChoice.Of(member, "card", visit["カード", "Card"], [.. member.LiveCards])}
                {Form.Choices("reward", visit["商品", "Reward"], rules.Rewards.Is.Select(reward => (reward.Id, Html.Of($"{reward.Name}　<span class=\"number\">{visit.Points(reward.Points)}</span>"))))}
                {Form.Input("quantity", visit["数量", "Quantity"], "1", inputMode: "numeric", maxLength: 3)}
                {Form.Submit(visit["内容を確認する", "Continue"])}
                """))}
            """)) with { IsNarrow = true, Status = isWrong ? 400 : 200 };
    }

    public static ConfirmProcedure Confirm(MemberVisit member, ExchangeFunction.Choice choice) => new(
        member.Visit["交換の確認", "Confirm the exchange"], $"{member.Home}/exchange/confirm", member.Visit["交換する", "Exchange"],
        member.Visit["お申し込み後の取消・返品はできません。", "It can be neither cancelled nor returned."],
        Html.Of($"{Form.Hidden("card", choice.Card.Handle)}{Form.Hidden("reward", choice.Reward.Id)}{Form.Hidden("quantity", $"{choice.Quantity}")}"));
}
