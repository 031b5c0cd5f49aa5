using System.Text.Json.Nodes;
using Points.Programs;

namespace Points.Tests.Programs;

/// <summary>The comparison shows every rule that differs, and nothing else.</summary>
public sealed class ComparisonTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "programs");

    public static TheoryData<string> Files { get; } = [.. Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileName(file)).Where(file => file != "program.schema.json")];

    [Fact]
    public void Keio_ShowsTheFourRulesAndTheFiveNumbersThatDiffer_AndNothingElse() => Assert.Equal(
        [
            "award.excludedPayments KEIO-3.1 | 第3条第1項 提示したカード以外のクレジットカード（提携店を除く）、他社のクレジットカード（提携店を除く） | 第3条第1項 他社のクレジットカード（提携店を除く）",
            "redemption.excludableCategories KEIO-6 | 第6条 商品、サービス | 第6条 商品、サービス、権利",
            "purchaseHistory KEIO-8 | - | 第8条 同意した会員についてのみ保存する",
            "clauseNumbers.KEIO-9 KEIO-9 | 第8条 | 第9条",
            "clauseNumbers.KEIO-10.1 KEIO-10.1 | 第9条第1項 | 第10条第1項",
            "membership.voidedBy KEIO-10.1 | 第9条第1項 退会、会員資格の喪失、京王パスポートカードの会員規約への違反 | 第10条第1項 退会、会員資格の喪失、いずれかのカードの会員規約への違反",
            "clauseNumbers.KEIO-10.2 KEIO-10.2 | 第9条第2項 | 第10条第2項",
            "clauseNumbers.KEIO-10.3 KEIO-10.3 | 第9条第3項 | 第10条第3項",
            "clauseNumbers.KEIO-11 KEIO-11 | 第10条 | 第11条",
        ],
        Keio("2022-10-01", "2023-03-01").Rows.Select(Line));

    [Fact]
    public void Keio_MarksOnlyThePartsThatTheOtherSideLacks()
    {
        var rows = Keio("2022-10-01", "2023-03-01").Rows.Where(row => !row.IsNumber).ToList();

        Assert.Equal(["提示したカード以外のクレジットカード（提携店を除く）", "京王パスポートカードの会員規約への違反"], Changed(rows.Select(row => row.Old)));
        Assert.Equal(["権利", "同意した会員についてのみ保存する", "いずれかのカードの会員規約への違反"], Changed(rows.Select(row => row.New)));

        static IEnumerable<string> Changed(IEnumerable<ComparisonSide?> sides) =>
            sides.SelectMany(side => side?.Parts ?? []).Where(part => part.IsChanged).Select(part => part.Text);
    }

    [Theory]
    [InlineData("2022-10-01", "2023-02-28", "2022-10-01", "2022-10-01")]
    [InlineData("2023-03-01", "2030-01-01", "2023-03-01", "2023-03-01")]
    [InlineData("2000-01-01", "2022-10-01", "2022-10-01", "2022-10-01")]
    public void OneVersionOnBothDates_LeavesNoRow(string from, string to, string oldVersion, string newVersion)
    {
        var comparison = Keio(from, to);

        Assert.Empty(comparison.Rows);
        Assert.Equal((Kkr.Day(oldVersion), Kkr.Day(newVersion)), (comparison.From.EffectiveFrom, comparison.To.EffectiveFrom));
    }

    [Fact]
    public void TheOtherWayRound_WhatWasNewIsGone()
    {
        var rows = Keio("2023-02-28", "2023-03-01").Rows;
        var reverse = Keio("2023-03-01", "2023-02-28").Rows;

        Assert.Equal(rows.Select(row => row.Rule).Order(StringComparer.Ordinal), reverse.Select(row => row.Rule).Order(StringComparer.Ordinal));
        Assert.Equal("purchaseHistory KEIO-8 | 第8条 同意した会員についてのみ保存する | -", Line(reverse.Single(row => row.Rule == "purchaseHistory")));
    }

    [Theory, MemberData(nameof(Files))]
    public void EveryRuleOfEveryShippedProgram_HasAName_AndEveryWordOfItAJapaneseOne(string file)
    {
        var program = Shipped(file);
        List<string> missing = [];
        foreach (var version in program["versions"]!.AsArray())
            Visit(version!, "");

        Assert.Empty(missing.Distinct());

        void Visit(JsonNode node, string path)
        {
            if (node is JsonObject rule && rule["is"] is { } says)
            {
                Named(path);
                Value(says, path);
                return;
            }

            foreach (var (name, value) in node.AsObject().Where(property => path.Length > 0 || property.Key is not ("effectiveFrom" or "clauseNumbers")))
            {
                var at = path.Length == 0 ? name : $"{path}.{name}";
                if (value is JsonObject group)
                    Visit(group, at);
                else if (value is JsonArray list && list.All(item => item is JsonObject))
                    list.ToList().ForEach(item => Visit(item!, at));
                else
                    Value(value!, at);
            }
        }

        void Value(JsonNode value, string path)
        {
            Named(path);
            if (value is JsonArray list)
                list.ToList().ForEach(item => Value(item!, path));
            else if (value is JsonObject item)
                item.ToList().ForEach(property => Value(property.Value!, $"{path}.{property.Key}"));
            else if (value.GetValueKind() == System.Text.Json.JsonValueKind.String && Lacks(path, (string)value!))
                missing.Add($"{path}: {value}");
        }

        void Named(string path)
        {
            if (!RuleNames.Knows(path))
                missing.Add(path);
        }

        bool Lacks(string path, string word) =>
            path[(path.LastIndexOf('.') + 1)..] is not ("id" or "kind" or "name" or "clause" or "lapseClause" or "countsFrom" or "from" or "through" or "until" or "expiresOn")
            && !program["departments"]!.AsObject().ContainsKey(word) && !program["facilities"]!.AsObject().ContainsKey(word)
            && RuleNames.WordFor(path, word) is null;
    }

    /// <summary>Changes one value after the other: each time exactly that rule is shown, with both values.</summary>
    [Theory, MemberData(nameof(Files))]
    public void EveryRule_WhenItAloneChanges_IsTheOnlyRow(string file)
    {
        var rules = RulePaths(Shipped(file)["versions"]![0]!, []).ToList();
        Assert.True(rules.Count > 20);

        foreach (var path in rules)
        {
            var (program, before, after) = WithOneChange(file, path);
            if (after is null)
                continue;
            var row = Assert.Single(Comparison.Of(program, program.Versions[0].EffectiveFrom, new DateOnly(2090, 1, 1)).Rows);

            Assert.StartsWith(string.Join('.', path.TakeWhile(step => step is string)), row.Rule, StringComparison.Ordinal);
            if (path.All(step => step is string))
                Assert.Equal((before.ToJsonString(), after.ToJsonString()), (row.Old!.Value.ToJsonString(), row.New!.Value.ToJsonString()));
            Assert.NotEqual(row.Old!.Text, row.New!.Text);
        }
    }

    [Fact]
    public void TheOrderOfAList_IsNoDifference()
    {
        var rows = Changed("kkr.json", terms => terms["award"]!["departments"]!["is"] = new JsonArray("shop", "banquet", "restaurant", "lodging"));

        Assert.Empty(rows);
    }

    [Fact]
    public void ASampleThatBecomesASetting_IsNoDifference() =>
        Assert.Empty(Changed("kkr.json", terms => terms["award"]!["unitYen"]!["setting"] = true));

    [Fact]
    public void ARuleThatMovesToAnotherClause_IsShown() => Assert.Equal(
        ["award.unitYen KKR-5.4 | 第5条第2項 1,000円ごと | 第5条第4項 1,000円ごと"],
        Changed("kkr.json", terms => terms["award"]!["unitYen"]!["clause"] = "KKR-5.4").Select(Line));

    [Fact]
    public void TheClauseThatEndsPoints_IsARuleToo() => Assert.Equal(
        ["expiry.lapseClause KKR-7.1 | 第6条第3項 消滅する | 第7条第1項 消滅する"],
        Changed("kkr.json", terms => terms["expiry"]!["lapseClause"] = "KKR-7.1").Select(Line));

    [Fact]
    public void ACampaign_IsKnownByItsKind_WhereverItStands() => Assert.Equal(
        [
            "award.campaigns.memberBenefit KKR-6.2 | 第6条第2項 対象は組合員・OB、対象の利用すべてに適用、単位ごとに10ポイントを加算 | -",
            "award.campaigns.specialAddition KKR-6.2 | 第6条第2項 所定の条件を満たす利用に適用、単位ごとに10ポイントを加算 | 第6条第2項 所定の条件を満たす利用に適用、単位ごとに20ポイントを加算",
        ],
        Changed("kkr.json", terms =>
        {
            terms["award"]!["campaigns"]!.AsArray().RemoveAt(0);
            terms["award"]!["campaigns"]![0]!["pointsPerUnit"]!["is"] = 20;
        }).Select(Line).Order(StringComparer.Ordinal));

    [Fact]
    public void AMilestone_ReadsAsASentenceOfItsParts() => Assert.Equal(
        ["award.milestones.300ポイント超過 KAMPO-6.1c | 累計300ポイントごと、超過したとき、500ポイントを加算、2011年9月1日以降の利用を算入 | 累計300ポイントごと、超過したとき、400ポイントを加算、2011年9月1日以降の利用を算入"],
        Changed("kampo.json", terms => terms["award"]!["milestones"]![0]!["bonus"]!["is"] = 400)
            .Select(row => Line(row).Replace("第6条第1項c ", "", StringComparison.Ordinal)));

    [Fact]
    public void ANameThatStandsTwice_HidesNothing() => Assert.Equal(
        ["award.milestones.300ポイント超過'"],
        Changed("kampo.json", terms => terms["award"]!["milestones"]!.AsArray().Add(terms["award"]!["milestones"]![0]!.DeepClone())).Select(row => row.Rule));

    [Fact]
    public void Fees_AndPlaces_ReadAsPeopleSayThem()
    {
        var rows = Changed("kkr.json", terms =>
        {
            terms["cards"]!["issueFees"]!["is"] = new JsonArray();
            terms["award"]!["excluded"]!["is"]!.AsArray().Add(new JsonObject { ["facility"] = "tokyo", ["department"] = "parking" });
        });

        Assert.Equal(
            [
                "cards.issueFees KKR-4.2 | 第4条第2項 ICカード 一般利用者 300円 | 第4条第2項 なし",
                "award.excluded KKR-5.4 | 第5条第4項 KKRホテル熱海 レストラン | 第5条第4項 KKRホテル熱海 レストラン、KKRホテル東京 駐車場",
            ],
            rows.Select(Line));
    }

    [Fact]
    public void WhatTheTermsAreSilentAbout_ComesLast_WithoutANumber()
    {
        var rows = Changed("kkr.json", terms =>
        {
            terms["redemption"]!["sameDayUse"]!["is"] = false;
            terms["membership"]!["erasureMonths"]!["is"] = 3;
        });

        Assert.Equal(["membership.erasureMonths KKR-15.3 | 第15条第3項 6か月 | 第15条第3項 3か月", "redemption.sameDayUse  |  できる |  できない"], rows.Select(Line));
    }

    private static Comparison Keio(string from, string to) => Comparison.Of(Read("keio.json", Shipped("keio.json")), Kkr.Day(from)!.Value, Kkr.Day(to)!.Value);

    private static string Line(ComparisonRow row) => $"{row.Rule} {row.Clause} | {Side(row.Old, row.IsNumber)} | {Side(row.New, row.IsNumber)}";

    private static string Side(ComparisonSide? side, bool isNumber) => side is null ? "-" : isNumber ? side.Number! : $"{side.Number} {side.Text}";

    private static IReadOnlyList<ComparisonRow> Changed(string file, Action<JsonNode> change)
    {
        var program = Read(file, WithLaterVersion(file, change));
        return Comparison.Of(program, program.Versions[0].EffectiveFrom, new DateOnly(2090, 1, 1)).Rows;
    }

    private static JsonObject WithLaterVersion(string file, Action<JsonNode> change)
    {
        var document = Shipped(file);
        var versions = document["versions"]!.AsArray();
        while (versions.Count > 1)
            versions.RemoveAt(1);
        var later = versions[0]!.DeepClone();
        later["effectiveFrom"] = "2090-01-01";
        change(later);
        versions.Add(later);
        return document;
    }

    private static (Program Program, JsonNode Before, JsonNode? After) WithOneChange(string file, IReadOnlyList<object> path)
    {
        JsonNode before = JsonValue.Create(0);
        JsonNode? after = null;
        var document = WithLaterVersion(file, terms =>
        {
            var rule = path.Aggregate(terms, (node, step) => step is int i ? node[i]! : node[(string)step]!);
            before = rule["is"]!.DeepClone();
            after = Other(before);
            if (after is not null)
                rule["is"] = after.DeepClone();
        });
        document.Remove("$schema");
        return (System.Text.Json.JsonSerializer.Deserialize(document, ProgramJson.Default.Program)!, before, after);
    }

    /// <summary>Another value of the same kind; null for words, of which a rule knows only its own.</summary>
    private static JsonNode? Other(JsonNode value) => value switch
    {
        JsonArray { Count: > 0 } list => new JsonArray([.. list.Skip(1).Select(item => item!.DeepClone())]),
        JsonArray => null,
        _ => value.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.True => JsonValue.Create(false),
            System.Text.Json.JsonValueKind.False => JsonValue.Create(true),
            System.Text.Json.JsonValueKind.Number => JsonValue.Create(value.GetValue<long>() + 1),
            _ => null,
        },
    };

    private static IEnumerable<IReadOnlyList<object>> RulePaths(JsonNode node, IReadOnlyList<object> path) => node switch
    {
        JsonObject rule when rule.ContainsKey("is") => [path],
        JsonObject group => group.Where(property => property.Value is not null).SelectMany(property => RulePaths(property.Value!, [.. path, property.Key])),
        JsonArray list => list.SelectMany((item, i) => RulePaths(item!, [.. path, i])),
        _ => [],
    };

    private static Program Read(string file, JsonObject document) => ProgramReader.Read(file, document.ToJsonString(), Kkr.SchemaJson);

    private static JsonObject Shipped(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))!.AsObject();
}
