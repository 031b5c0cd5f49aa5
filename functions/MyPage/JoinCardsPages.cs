using Functions.Web;
using Points.Ledger;

namespace Functions.MyPage;

public static class JoinCardsPages
{
    public static Page Ask(MemberVisit member, bool isWrong = false)
    {
        var (visit, sharing) = (member.Visit, member.Terms.Sharing);
        var title = visit["カードの合算・リンク", "Merge or link cards"];
        if (!sharing.Merge.Is && !sharing.Link.Is)
            return Procedures.Refused(member, Refused.Because("merge-not-allowed", sharing.Merge.Clause, "ポイントはカードごとに積み立てられ、カードの合算・リンクはできません。"));
        List<HeldCard> cards = [.. member.LiveCards];
        if (cards.Count < 2)
            return member.Page(title, Html.Of($"<p>{visit["合算・リンクには、ご本人名義のカードが2枚以上必要です。", "You need two or more cards of your own."]} <span class=\"clauses\">{sharing.OwnCardsOnly?.Clause}</span></p>")) with { IsNarrow = true };

        var mistake = isWrong ? visit["方法と、2枚以上のカードをお選びください。", "Please choose how, and at least two cards."] : null;
        (string, Html)[] kinds =
        [
            (EntryKind.Merge, Html.Of($"<strong>{visit["合算", "Merge"]}</strong>　{visit["1枚のカードに残高をまとめます。ほかのカードは使えなくなります。", "One card receives all points. The other cards stop working."]} <span class=\"clauses\">{sharing.Merge.Clause}</span>")),
            (EntryKind.Link, Html.Of($"<strong>{visit["リンク", "Link"]}</strong>　{visit["すべてのカードで一つの残高を使います。", "All cards share one balance."]} <span class=\"clauses\">{sharing.Link.Clause}</span>")),
        ];
        return member.Page(title, Html.Of($"""
            {Form.Mistakes(visit, mistake is null ? [] : [mistake])}
            {Form.Ask($"{member.Home}/join/confirm", Html.Of($"""
                {Form.Choices("kind", visit["方法", "How"], kinds.Where(kind => kind.Item1 == EntryKind.Merge ? sharing.Merge.Is : sharing.Link.Is))}
                {CardChoice.Of(member, "into", visit["残すカード（合算先）", "The card to keep"], cards)}
                {Form.Ticks("from", visit["一緒にするカード", "The cards to join to it"], cards.Select(card => (card.Handle, CardChoice.Label(member, card))))}
                {Form.Submit(visit["結果を確認する", "Show the result"])}
                """))}
            """)) with { IsNarrow = true, Status = isWrong ? 400 : 200 };
    }

    public static ConfirmProcedure Confirm(MemberVisit member, JoinCardsFunction.Choice choice) => new(
        choice.IsLink ? member.Visit["リンクの確認", "Confirm the link"] : member.Visit["合算の確認", "Confirm the merge"],
        $"{member.Home}/join/confirm",
        choice.IsLink ? member.Visit["リンクする", "Link"] : member.Visit["合算する", "Merge"],
        choice.IsLink
            ? member.Visit["リンクを解除して、残高をカードごとに分けることはできません。", "Linked cards can never be separated again."]
            : member.Visit[$"次のカードは今後一切使えなくなります：{Numbers(choice)}", $"These cards will never work again: {Numbers(choice)}"],
        Html.Of($"{Form.Hidden("kind", choice.Kind)}{Form.Hidden("into", choice.Into.Handle)}{choice.From.Select(card => Form.Hidden("from", card.Handle))}"));

    private static string Numbers(JoinCardsFunction.Choice choice) => string.Join('、', choice.From.Select(card => Words.Number(card.Card.Number)));
}
