using Points.Cards;
using Points.Ledger;
using Points.Programs;

namespace Points.Members;

/// <summary>Names of what a program may ask of a member, as the terms and the calls write them.</summary>
public static class MemberFields
{
    public const string NewsMail = "newsMail";

    private static readonly Dictionary<string, string> Japanese = new()
    {
        ["name"] = "氏名",
        ["kana"] = "カナ",
        ["birthDate"] = "生年月日",
        ["phone"] = "電話番号",
        ["postalCode"] = "郵便番号",
        ["address"] = "住所",
        ["email"] = "メールアドレス",
        [NewsMail] = "お知らせメール",
    };

    public static string InJapanese(IEnumerable<string> fields) =>
        string.Join("・", fields.Select(field => Japanese.GetValueOrDefault(field, field)));
}

/// <summary>Writes down that the member behind a card was registered or changed: which fields, never their values (KKR-8, KKR-9.2).</summary>
public static class RegisterMember
{
    public static Decision Decide(Account account, MemberChange change, Operation operation, Program program)
    {
        var (settled, card, refused) = CardDecision.Open(account, operation, program);
        if (card is null)
            return refused!;
        var terms = program.TermsOn(operation.OccurredOn(program));
        var rules = terms.Membership;
        List<Step> steps =
        [
            new(rules.ProxyRegistration?.Clause ?? rules.RequiredData.Clause, change.Fields.Count == 0
                ? "会員情報に変更なし"
                : $"会員情報を係員が登録・変更：{MemberFields.InJapanese(change.Fields)}"),
            new(rules.RequiredData.Clause, change.Missing.Count == 0
                ? "必須情報はすべて登録済み"
                : $"必須情報の不足：{MemberFields.InJapanese(change.Missing)}"),
        ];
        if (change.Fields.Contains(MemberFields.NewsMail))
            steps.Add(new Step(rules.NewsByConsent?.Clause, "お知らせは会員が承諾した方法に限る"));
        return settled.Change(settled.Account with { MemberId = change.MemberId }, operation, EntryKind.Member, terms, steps,
            entry => entry with { Member = change });
    }
}
