using Points.Cards;
using Points.Ledger;
using Points.Programs;

namespace Points.Members;

/// <summary>Writes down that the member behind a card was registered or changed: which fields, never their values (KKR-8, KKR-9.2).</summary>
public static class RegisterMember
{
    /// <summary>The field that says whether news may be mailed.</summary>
    public const string NewsMail = "newsMail";

    /// <summary>The field that says of what else the member wants letters.</summary>
    public const string NoticeOf = "noticeOf";

    public static Decision Decide(Account account, MemberChange change, Operation operation, Program program)
    {
        var (settled, card, refused) = CardDecision.Open(account, operation, program);
        if (card is null)
            return refused!;
        var terms = program.TermsOn(operation.OccurredOn(program));
        var rules = terms.Membership;
        var isOwn = operation.By == Operation.ByMember;
        List<Step> steps =
        [
            new(isOwn ? rules.RequiredData.Clause : rules.ProxyRegistration?.Clause ?? rules.RequiredData.Clause, change.Fields.Count == 0
                ? "会員情報に変更なし"
                : $"会員情報を{(isOwn ? "会員ご本人" : "係員")}が登録・変更：{InJapanese(change.Fields)}"),
            new(rules.RequiredData.Clause, change.Missing.Count == 0
                ? "必須情報はすべて登録済み"
                : $"必須情報の不足：{InJapanese(change.Missing)}"),
        ];
        if (change.Fields.Contains(NewsMail))
            steps.Add(new Step(rules.NewsByConsent?.Clause, "お知らせは会員が承諾した方法に限る"));
        return settled.Change(settled.Account with { MemberId = change.MemberId }, operation, EntryKind.Member, terms, steps,
            entry => entry with { Member = change });
    }

    public static string InJapanese(IEnumerable<string> fields) => string.Join("・", fields.Select(field => field switch
    {
        NewsMail => "お知らせメールの承諾",
        NoticeOf => "ポイント増減通知のご希望",
        _ => RuleNames.WordFor("membership.requiredData", field) ?? field,
    }));
}
