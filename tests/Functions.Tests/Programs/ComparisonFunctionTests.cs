using System.Text.RegularExpressions;
using Functions.Web;
using Points.Programs;

namespace Functions.Tests.Programs;

/// <summary>The comparison as its callers get it: JSON for programs, a page for people.</summary>
[Collection(SharedApp.Name)]
public sealed partial class ComparisonFunctionTests(SharedBackend shared)
{
    private const string Keio = "api/programs/keio/comparison?from=2022-10-01&to=2023-03-01";
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

    [Fact]
    public async Task Keio_AsJson_HasTheRulesThatDiffer()
    {
        var reply = await Get(Keio);

        Assert.Equal((200, "keio", "2022-10-01", "2023-03-01"), (reply.Status, (string?)reply.Json["program"], (string?)reply.Json["from"]!["effectiveFrom"], (string?)reply.Json["to"]!["effectiveFrom"]));
        Assert.Equal(
            [
                "award.excludedPayments", "redemption.excludableCategories", "purchaseHistory", "clauseNumbers.KEIO-9", "clauseNumbers.KEIO-10.1",
                "membership.voidedBy", "clauseNumbers.KEIO-10.2", "clauseNumbers.KEIO-10.3", "clauseNumbers.KEIO-11",
            ],
            reply.Json["rows"]!.AsArray().Select(row => (string?)row!["rule"]));
        Assert.Equal(
            """{"clause":"KEIO-6","rule":"redemption.excludableCategories","name":"ポイントを利用できない場合があるもの","old":{"number":"第6条","text":"商品、サービス","value":["goods","services"]},"new":{"number":"第6条","text":"商品、サービス、権利","value":["goods","services","rights"]}}""",
            Canonical(reply.Json["rows"]![1]!));
        Assert.Equal(
            """{"clause":"KEIO-8","rule":"purchaseHistory","name":"商品購入履歴等の取得","old":null,"new":{"number":"第8条","text":"同意した会員についてのみ保存する","value":true}}""",
            Canonical(reply.Json["rows"]![2]!));
    }

    [Theory]
    [InlineData(Browser, true)]
    [InlineData("text/html", true)]
    [InlineData("application/json;q=0.5, text/html", true)]
    [InlineData("text/*, */*;q=0.1", true)]
    [InlineData(null, false)]
    [InlineData("*/*", false)]
    [InlineData("application/json", false)]
    [InlineData("application/json, text/html", false)]
    [InlineData("text/html;q=0.5, */*", false)]
    [InlineData("text/html;q=0, */*;q=0.1", false)]
    [InlineData("nonsense;;", false)]
    public async Task Accept_ChoosesTheForm_AndCachesAreTold(string? accept, bool isPage)
    {
        var reply = await Get(Keio, accept);

        Assert.Equal(200, reply.Status);
        Assert.Equal(isPage, reply.Body.StartsWith("<!doctype html>", StringComparison.Ordinal));
        Assert.Equal("Accept", reply.Headers["Vary"]);
    }

    [Fact]
    public async Task Keio_AsAPage_HasNewAtTheLeft_AndUnderlinesWhatChanged()
    {
        var page = (await Get(Keio, Browser)).Body;

        Assert.Contains("<html lang=\"ja\">", page, StringComparison.Ordinal);
        Assert.Contains("<title>「京王ポイントサービス規約」新旧対照表</title>", page, StringComparison.Ordinal);
        Assert.Matches("<th scope=\"col\">新<.*2023-03-01.*2023年3月1日.*<th scope=\"col\">旧<.*2022-10-01.*2022年10月1日", page);
        Assert.Equal(
            [
                "下線", "提示したカード以外のクレジットカード（提携店を除く）", "権利", "第8条", "商品購入履歴等の取得", "同意した会員についてのみ保存する",
                "第9条", "第8条", "第10条第1項", "いずれかのカードの会員規約への違反", "第9条第1項", "京王パスポートカードの会員規約への違反",
                "第10条第2項", "第9条第2項", "第10条第3項", "第9条第3項", "第11条", "第10条",
            ],
            Underlined().Matches(page).Select(match => match.Groups["text"].Value));
        Assert.Equal(2, Count(page, "＜新設＞"));
        Assert.Equal(1, Count(page, "＜削除＞"));
    }

    [Fact]
    public async Task APage_LoadsNothing_AndItsPolicySaysSo()
    {
        var reply = await Get(Keio, Browser);

        var policy = reply.Headers["Content-Security-Policy"];
        var style = reply.Body[(reply.Body.IndexOf("<style>", StringComparison.Ordinal) + 7)..reply.Body.IndexOf("</style>", StringComparison.Ordinal)];
        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(style)));
        Assert.StartsWith($"default-src 'none'; style-src 'sha256-{hash}';", policy, StringComparison.Ordinal);
        Assert.Equal(("nosniff", "no-referrer"), (reply.Headers["X-Content-Type-Options"], reply.Headers["Referrer-Policy"]));
        Assert.DoesNotMatch("(?i)<script|<img|<link|style=|src=|href=|url\\(|@import|https?:", reply.Body);
    }

    [Fact]
    public async Task OneVersionOnBothDates_HasNoRows_AndThePageSaysSo()
    {
        const string path = "api/programs/kkr/comparison?from=2024-01-01&to=2025-01-01";

        Assert.Empty((await Get(path)).Json["rows"]!.AsArray());
        var page = (await Get(path, Browser)).Body;
        Assert.Contains("変更はありません", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<table", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "from", "to")]
    [InlineData("?from=2022-10-01", "to")]
    [InlineData("?to=2022-10-01", "from")]
    [InlineData("?from=2022-10-01&to=", "to")]
    [InlineData("?from=2022-13-01&to=tomorrow", "from", "to")]
    [InlineData("?from=2022-10-01&to=2023-02-29", "to")]
    public async Task AMissingOrBadDate_Is400_AndNamesTheField(string query, params string[] wrong)
    {
        var reply = await Get($"api/programs/keio/comparison{query}");

        Assert.Equal((400, "invalid-fields"), (reply.Status, reply.Code));
        Assert.Equal(wrong, reply.Json["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task AnUnknownProgram_Is404_ForABrowserToo()
    {
        var reply = await Get("api/programs/none/comparison?from=2022-10-01&to=2023-03-01", Browser);

        Assert.Equal((404, "program-unknown"), (reply.Status, reply.Code));
    }

    [Fact]
    public void Everything_InAPageIsEncoded()
    {
        var evil = Html.Of($"<p>{"<script>\"x\"</script> & 京王 '"}</p>{new[] { Html.Of($"<i>{"<"}</i>") }}{(string?)null}");

        Assert.Equal("<p>&lt;script&gt;&quot;x&quot;&lt;/script&gt; &amp; 京王 &#x27;</p><i>&lt;</i>", evil.Text);
    }

    private async Task<Reply> Get(string path, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await shared.App.Http.SendAsync(request);
        return new Reply((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.NonValidated.ToDictionary(header => header.Key, header => header.Value.ToString()));
    }

    private static string Canonical(System.Text.Json.Nodes.JsonNode node) =>
        node.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    [GeneratedRegex("<u>(?<text>[^<]*)</u>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Underlined();
}
