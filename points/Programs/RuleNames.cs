namespace Points.Programs;

/// <summary>
/// What rules and their values are called in Japanese. A path without a name is shown as it is, so that a new rule is
/// never hidden; a test holds every rule of every shipped program against this table.
/// </summary>
public static class RuleNames
{
    // Path, name, and the form of the value: {0} is the value; a|b are the words for true and for false.
    // The properties of an object come in the order of their lines; one with an empty form is not shown.
    private static readonly (string Path, string Name, string Form)[] Rules =
    [
        (ComparisonRow.NumberPath, "条番号", "{0}"),

        ("joining.minimumAge", "入会できる年齢", "{0}歳以上"),
        ("joining.afterElementarySchool", "小学生の入会", "できない|できる"),

        ("cards.memberClasses", "会員区分", "{0}"),
        ("cards.holderKinds", "利用者区分", "{0}"),
        ("cards.media", "カードの種類", "{0}"),
        ("cards.cardTypes", "カードの券種", "{0}"),
        ("cards.issueFees", "発行手数料", "{0}"),
        ("cards.issueFees.medium", "カードの種類", "{0} "),
        ("cards.issueFees.memberClass", "会員区分", "{0} "),
        ("cards.issueFees.yen", "手数料", "{0}円"),
        ("cards.reissueFees", "再発行手数料", "{0}"),
        ("cards.reissueFees.medium", "カードの種類", "{0} "),
        ("cards.reissueFees.memberClass", "会員区分", "{0} "),
        ("cards.reissueFees.yen", "手数料", "{0}円"),
        ("cards.validCardOnly", "有効なカードの提示", "必要|不要"),
        ("cards.suspension", "カードの利用停止", "することがある|しない"),
        ("cards.lossReport", "紛失・盗難の届出", "マイページの必須情報の登録が必要|登録がなくてもできる"),
        ("cards.stolenStaysSuspended", "盗難の届出をしたカードの利用再開", "できない|できる"),
        ("cards.lossReissue", "紛失・盗難による再発行", "届出があり故意でない場合に限る|本人確認による"),
        ("cards.damageReissue", "破損による再発行の本人確認", "必要|不要"),
        ("cards.carryover", "再発行カードへの残高の引継ぎ", "する|しない"),
        ("cards.registrationCodes", "登録用QRコードで発行できるカード", "{0}"),
        ("cards.recall", "返還請求の際に退会処理をするカード", "{0}"),
        ("cards.onePerMember", "会員1名につき1枚の制限", "あり|なし"),
        ("cards.signatureNeeded", "カードへの署名", "必要|不要"),

        ("award.departments", "ポイントを付与する部門", "{0}"),
        ("award.excluded", "ポイントを付与しない店舗", "{0}"),
        ("award.excluded.facility", "施設", "{0} "),
        ("award.excluded.department", "部門", "{0}"),
        ("award.beforeSettlement", "精算前のカード提示", "必要|不要"),
        ("award.settledAtFront", "フロントでの精算", "必要|不要"),
        ("award.excludedPayments", "ポイントを付与しない支払方法", "{0}"),
        ("award.excludedPayments.payment", "支払方法", "{0}"),
        ("award.excludedPayments.exceptDepartments", "例外の部門", "（{0}を除く）"),
        ("award.excludedBookings", "ポイントを付与しない予約方法", "{0}"),
        ("award.nothingWhenDiscounted", "他の割引・優待を利用した購入へのポイント付与", "しない|する"),
        ("award.covered", "クーポン・ポイント等を利用した購入へのポイント付与", "{0}"),
        ("award.excludableCategories", "ポイントを付与しない場合があるもの", "{0}"),
        ("award.basis", "ポイントの計算のもととなる金額", "{0}"),
        ("award.perGuest", "利用人数による等分", "する|しない"),
        ("award.unitYen", "ポイントを付与する金額の単位", "{0}円ごと"),
        ("award.pointsPerUnit", "単位ごとに付与するポイント", "{0}ポイント"),
        ("award.pendingDays", "ポイントの加算日", "{0}"),
        ("award.pendingDays.department", "部門", "{0} "),
        ("award.pendingDays.days", "日数", "利用日の{0}日後"),
        ("award.campaigns", "キャンペーン", "{0}"),
        ("award.campaigns.kind", "種別", ""),
        ("award.campaigns.name", "名称", ""),
        ("award.campaigns.from", "開始日", "{0}から"),
        ("award.campaigns.through", "終了日", "{0}まで"),
        ("award.campaigns.memberClasses", "対象の会員", "対象は{0}"),
        ("award.campaigns.onRequest", "適用", "所定の条件を満たす利用に適用|対象の利用すべてに適用"),
        ("award.campaigns.pointsPerUnit", "ポイント", "単位ごとに{0}ポイントを加算"),
        ("award.campaigns.expiresOn", "有効期限", "有効期限は{0}"),
        ("award.milestones", "累計ポイントのボーナス", "{0}"),
        ("award.milestones.name", "名称", ""),
        ("award.milestones.every", "累計", "累計{0}ポイントごと"),
        ("award.milestones.when", "条件", "{0}"),
        ("award.milestones.bonus", "ボーナス", "{0}ポイントを加算"),
        ("award.milestones.countsFrom", "起算日", "{0}以降の利用を算入"),

        ("redemption.departments", "ポイントを利用できる部門", "{0}"),
        ("redemption.excluded", "ポイントを利用できない店舗", "{0}"),
        ("redemption.excluded.facility", "施設", "{0} "),
        ("redemption.excluded.department", "部門", "{0}"),
        ("redemption.excludableCategories", "ポイントを利用できない場合があるもの", "{0}"),
        ("redemption.unitPoints", "ポイントの利用単位", "{0}ポイント"),
        ("redemption.yenPerPoint", "1ポイントの価値", "{0}円相当"),
        ("redemption.overpay", "お支払い額を超えるポイントの利用", "{0}"),
        ("redemption.sameDayUse", "付与当日のポイントの利用", "できる|できない"),

        ("expiry.rule", "ポイントの有効期限の定め方", "{0}"),
        ("expiry.years", "ポイントの有効期間", "{0}年後の月末まで"),
        ("expiry.extendedBy", "有効期限が延びる利用", "{0}"),
        ("expiry.departments", "有効期限が延びる部門", "{0}"),
        ("expiry.fromJoining", "入会日からの起算", "する|しない"),
        ("expiry.withoutPoints", "ポイントの付かない利用による有効期限の延長", "する|しない"),
        ("expiry.lapseClause", "有効期限を過ぎたポイント", "消滅する"),
        ("expiry.carriedYears", "積立ポイントの繰越し", "積立期間終了後{0}年間"),
        ("expiry.startMonth", "積立期間の開始月", "{0}月"),
        ("expiry.never", "ポイントの有効期限", "なし|あり"),

        ("returns", "返品・取消時のポイントの差引き", "する|しない"),
        ("negativeBalance", "ポイント残高のマイナス", "なる場合がある|ならない"),
        ("dormancy.monthsAfterLapse", "ポイントの失効から退会となるまでの期間", "{0}か月"),

        ("sharing.merge", "複数カードのポイント残高の合算", "できる|できない"),
        ("sharing.link", "複数カードでのポイント残高の共有", "できる|できない"),
        ("sharing.ownCardsOnly", "合算・リンクの対象", "本人名義で利用者区分の同じカードに限る|限らない"),
        ("sharing.fee", "合算・リンクの手数料", "{0}"),
        ("sharing.fee.yen", "手数料", "{0}円 "),
        ("sharing.fee.points", "ポイントの減算", "{0}ポイント"),
        ("sharing.familyAccount", "本会員と家族のポイントを共通化するカード", "{0}"),
        ("sharing.familyTransfer.maxKinshipDegree", "ポイントを譲渡できる家族", "{0}親等以内"),
        ("sharing.familyTransfer.sameHousehold", "ポイントを譲渡する家族との同居", "必要|不要"),

        ("exchange.rewards", "ポイント交換商品", "{0}"),
        ("exchange.rewards.id", "番号", ""),
        ("exchange.rewards.name", "商品名", "{0}"),
        ("exchange.rewards.points", "ポイント", "（{0}ポイント）"),
        ("exchange.final", "ポイント交換商品の取消・返品", "できない|できる"),

        ("perks", "特典", "{0}"),
        ("perks.id", "番号", ""),
        ("perks.name", "名称", ""),
        ("perks.clause", "条項", ""),
        ("perks.atBooking", "予約時の申出", "予約時の申出が必要|"),
        ("perks.birth", "誕生", "{0}の利用に限る"),
        ("perks.ifAvailable", "空き状況", "利用状況により提供できない場合がある|"),
        ("perks.excludedBookings", "対象外の予約", "{0}を除く"),
        ("perks.exceptAt", "対象外の施設", "{0}を除く"),
        ("perks.onlyAt", "対象の施設", "{0}に限る"),

        ("migration.until", "旧カードの残高を移行できる期限", "{0}まで"),
        ("pause", "障害・保守等によるサービスの休止", "することがある|しない"),
        ("notices.expiryWarnings", "有効期限が近いポイントのお知らせ", "{0}"),
        ("notices.expiryWarnings.months", "月数", "有効期限の{0}か月前"),
        ("notices.expiryWarnings.days", "日数", "有効期限の{0}日前"),
        ("membership.voidedBy", "積立てたポイントが無効となる場合", "{0}"),
        ("membership.withdrawal", "退会によるポイントの失効", "する|しない"),
        ("membership.forfeiture", "会員資格の喪失による全カードの失効", "する|しない"),
        ("membership.requiredData", "登録が必要な会員情報", "{0}"),
        ("membership.proxyRegistration", "書面による会員情報の代理登録", "できる|できない"),
        ("membership.newsByConsent", "情報提供", "会員が許可した方法に限る|制限なし"),
        ("membership.erasureMonths", "退会から個人情報の抹消までの期間", "{0}か月"),
        ("purchaseHistory", "商品購入履歴等の取得", "同意した会員についてのみ保存する|保存しない"),
    ];

    // A word that means different things in different rules has the path before it.
    private static readonly Dictionary<string, string> WordsByValue = new()
    {
        ["member"] = "会員",
        ["union"] = "組合員・OB",
        ["preferred"] = "優待利用者",
        ["general"] = "一般利用者",
        ["individual"] = "個人",
        ["group"] = "グループ",
        ["nfc"] = "ICカード",
        ["qr"] = "QRコード",
        ["passport"] = "京王パスポートカード",
        ["keioVisa"] = "京王パスポートVISAカード",
        ["goods"] = "商品",
        ["services"] = "サービス",
        ["rights"] = "権利",
        ["cash"] = "現金",
        ["voucher"] = "商品券等",
        ["creditCard"] = "クレジットカード",
        ["award.excludedPayments.payment:creditCard"] = "提示したカード以外のクレジットカード",
        ["debitCard"] = "デビットカード",
        ["ownCard"] = "提示したカード",
        ["otherCreditCard"] = "他社のクレジットカード",
        ["invoice"] = "請求書払い",
        ["direct"] = "施設への直接の予約",
        ["officialWeb"] = "公式サイトからの予約",
        ["agency"] = "旅行代理店を介した予約",
        ["otherWeb"] = "他のサイトからの予約",
        ["taxIncluded"] = "税込の利用金額",
        ["taxExcluded"] = "税抜の利用金額",
        ["award.covered:excluded"] = "クーポン・ポイント等を利用した額を除いて付与する",
        ["award.covered:forfeitsPurchase"] = "付与しない",
        ["exceeds"] = "超過したとき",
        ["reaches"] = "到達したとき",
        ["redemption.overpay:never"] = "できない",
        ["redemption.overpay:oneUnitWithoutChange"] = "最後の1単位に限りできる（釣銭は出さない）",
        ["lastActivity"] = "最後の利用からの年数による",
        ["accrualYears"] = "積立期間による",
        ["expiry.rule:never"] = "有効期限を設けない",
        ["award"] = "ポイントの付与",
        ["redemption"] = "ポイントの利用",
        ["migration"] = "旧カードからの移行",
        ["month"] = "誕生月",
        ["day"] = "誕生日",
        ["withdrawal"] = "退会",
        ["forfeiture"] = "会員資格の喪失",
        ["lossOfMembership"] = "会員資格の喪失",
        ["breach"] = "規約違反",
        ["falseStatement"] = "虚偽の申告",
        ["name"] = "氏名",
        ["kana"] = "フリガナ",
        ["birthDate"] = "生年月日",
        ["phone"] = "電話番号",
        ["postalCode"] = "郵便番号",
        ["address"] = "住所",
        ["email"] = "電子メールアドレス",
        ["breachOfKeioPassportTerms"] = "京王パスポートカードの会員規約への違反",
        ["breachOfAnyCardTerms"] = "いずれかのカードの会員規約への違反",
    };

    private static readonly Dictionary<string, (int Order, string Name, string Form)> ByPath =
        Rules.Index().ToDictionary(rule => rule.Item.Path, rule => (rule.Index, rule.Item.Name, rule.Item.Form));

    /// <summary>What a rule is called, e.g. <c>award.unitYen</c>; the path itself where it has no name.</summary>
    public static string NameOf(string path) => ByPath.TryGetValue(path, out var rule) ? rule.Name : path;

    public static bool Knows(string path) => ByPath.ContainsKey(path);

    /// <summary>A word of the data in Japanese; null where it has none.</summary>
    public static string? WordFor(string path, string word) =>
        WordsByValue.TryGetValue($"{path}:{word}", out var here) ? here : WordsByValue.GetValueOrDefault(word);

    internal static string FormOf(string path) => ByPath.TryGetValue(path, out var rule) ? rule.Form : "{0}";

    internal static int OrderOf(string path) => ByPath.TryGetValue(path, out var rule) ? rule.Order : int.MaxValue;
}
