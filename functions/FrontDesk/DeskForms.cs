using Functions.Ledger;
using Points.Cards;
using Points.Ledger;
using Points.Programs;

namespace Functions.FrontDesk;

/// <summary>Which fields the form of each action has, in the words of the desk.</summary>
public static class DeskForms
{
    private static readonly DeskField Confirmed = new("identityConfirmed", "本人であることを確認しました", DeskInput.Tick);
    private static readonly DeskField Chip = new("chipId", "ICチップの番号") { Hint = "新しいICカードを読み取るか、番号を入力します。" };

    public static IReadOnlyList<DeskField> Of(DeskAction action, DeskVisit desk, DeskCard card) => action.Kind switch
    {
        EntryKind.Award =>
        [
            new("amountYen", "利用金額（円）", DeskInput.Amount),
            .. Place(desk),
            .. AskedBy(desk.Terms.Award),
            new("coveredYen", "うちポイント・クーポン等の充当額（円）", DeskInput.Amount) { Hint = "なければ空欄のままにします。" },
            new("payment", "支払方法", DeskInput.Choice) { Choices = Words("award.payment", Payments(desk.Terms.Award)) },
            new("receiptNumber", "伝票番号"),
        ],
        EntryKind.Redemption =>
        [
            new("points", "還元するポイント", DeskInput.Amount) { Hint = $"いま使えるのは {card.Balance.Available:N0}ポイントです。" },
            new("billYen", "お会計（円）", DeskInput.Amount),
            .. Place(desk),
        ],
        EntryKind.Member => Person("", isFirst: card.Account.MemberId is null),
        EntryKind.Migration =>
        [
            new("legacyCardNumber", "旧カードの番号") { MaxLength = 32 },
            new("printedExpiry", "旧カードに印字された有効期限", DeskInput.Date),
            new("points", "旧カードの残高（ポイント）", DeskInput.Amount),
        ],
        EntryKind.Suspension => [new("reason", "理由", DeskInput.Choice) { Choices = Reasons(card) }, Confirmed],
        EntryKind.Resumption => [Confirmed],
        EntryKind.Reissue =>
        [
            new("reason", "理由", DeskInput.Choice) { Choices = [("lost", "紛失"), ("stolen", "盗難"), ("damaged", "破損・故障")] },
            .. card.Card.Medium == "nfc" ? [Chip] : Array.Empty<DeskField>(),
            new("atFault", "会員の故意または重過失による", DeskInput.Tick),
            Confirmed,
        ],
        EntryKind.Forfeiture => [new("reason", "理由（運営者だけが見られます）") { MaxLength = 500 }],
        _ => [],
    };

    public static IReadOnlyList<DeskField> Issue(DeskVisit desk)
    {
        var cards = desk.Terms.Cards;
        return
        [
            new("medium", "カードの種類", DeskInput.Choice) { Choices = Words("cards.media", [.. cards.Media.Is]) },
            .. cards.MemberClasses.Is.Count > 1 ? [new("memberClass", "会員区分", DeskInput.Choice) { Choices = Words("cards.memberClasses", [.. cards.MemberClasses.Is]) }] : Array.Empty<DeskField>(),
            .. cards.HolderKinds.Is.Count > 1
                ? [new("holderKind", "利用者区分", DeskInput.Choice) { Choices = Words("cards.holderKinds", [.. cards.HolderKinds.Is]), First = cards.HolderKinds.Is[0] }]
                : Array.Empty<DeskField>(),
            .. cards.CardTypes is { } types ? [new("cardType", "券種", DeskInput.Choice) { Choices = Words("cards.cardTypes", [.. types.Is]) }] : Array.Empty<DeskField>(),
            Chip with { Hint = "ICカードの場合。" },
            .. cards.RegistrationCodes is null ? Array.Empty<DeskField>() : [new("registrationCode", "登録用QRコード") { Hint = "会員の登録用コードを読み取ると、その会員のカードになります。" }],
            .. Person("holder.", isFirst: false),
        ];
    }

    /// <summary>What counts in these terms alone.</summary>
    private static IEnumerable<DeskField> AskedBy(AwardRules rule)
    {
        if (rule.Basis.Is == TaxBasis.TaxExcluded)
            yield return new DeskField("taxYen", "うち税（円）", DeskInput.Amount) { Hint = "消費税・入湯税など、ポイントの対象にならない税です。" };
        if (rule.PerGuest is { Is: true })
            yield return new DeskField("guests", "人数（小学生以下を除く）", DeskInput.Amount) { Hint = "入力がない場合は1名として計算します。" };
        if (rule.ExcludedBookings is not null)
            yield return new DeskField("booking", "予約方法", DeskInput.Choice) { Choices = Words("award.booking", PurchaseFields.Bookings) };
        if (rule.NothingWhenDiscounted is { Is: true })
            yield return new DeskField("discounted", "他の優待・割引・ポイントを利用した", DeskInput.Tick);
    }

    /// <summary>Where the terms tell whose credit card it is, the desk says so.</summary>
    private static IReadOnlyList<string> Payments(AwardRules rule)
    {
        var asksWhose = rule.ExcludedPayments?.Is.Any(excluded => excluded.Payment == "otherCreditCard") == true;
        return [.. PurchaseFields.Payments.Where(payment => asksWhose ? payment != "creditCard" : payment is not ("ownCard" or "otherCreditCard"))];
    }

    private static IEnumerable<DeskField> Place(DeskVisit desk)
    {
        // A key of one facility says where it is.
        var places = desk.Caller.Facility is { } own ? desk.Program.Facilities.Where(place => place.Key == own) : desk.Program.Facilities;
        yield return new DeskField("facility", "施設", DeskInput.Choice) { Choices = [.. places.Select(place => (place.Key, place.Value))] };
        yield return new DeskField("department", "部門", DeskInput.Choice) { Choices = [.. desk.Program.Departments.Select(place => (place.Key, place.Value))] };
    }

    private static IReadOnlyList<DeskField> Person(string prefix, bool isFirst) =>
    [
        new($"{prefix}name", "氏名") { MaxLength = 100, Hint = isFirst ? "はじめての登録では必ず入力します。" : null },
        new($"{prefix}kana", "氏名（カナ）") { MaxLength = 100 },
        new($"{prefix}birthDate", "生年月日", DeskInput.Date),
        new($"{prefix}phone", "電話番号") { MaxLength = 20 },
        new($"{prefix}postalCode", "郵便番号") { MaxLength = 10 },
        new($"{prefix}address", "住所") { MaxLength = 300 },
        new($"{prefix}email", "メールアドレス") { MaxLength = 254 },
        .. prefix.Length == 0 ? [new("newsMail", "お知らせメールを希望する", DeskInput.Tick)] : Array.Empty<DeskField>(),
    ];

    private static IReadOnlyList<(string, string)> Reasons(DeskCard card) =>
    [
        .. card.Allowed.Contains("suspend") ? [("lost", "紛失"), ("stolen", "盗難")] : Array.Empty<(string, string)>(),
        .. card.Allowed.Contains("block") ? [("suspicion", "不正の疑い")] : Array.Empty<(string, string)>(),
    ];

    private static IReadOnlyList<(string, string)> Words(string path, params IReadOnlyList<string> words) => [.. words.Select(word => (word, RuleNames.WordFor(path, word) ?? word))];
}
