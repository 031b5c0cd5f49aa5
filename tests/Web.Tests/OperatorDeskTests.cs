using Functions.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Web.Tests;

/// <summary>What an operator sees and does at the same desk.</summary>
[Collection(OneBrowser.Name)]
public sealed class OperatorDeskTests(Browser browser)
{
    private const string Key = "kkr-operator.local";

    [Fact]
    public async Task TheLiability_IsAPictureAndATable_ThatSayTheSameAsTheCall()
    {
        await using var clerk = await Clerk.SignIn(browser, Key);
        await Cards.Make(browser.App, points: 700);
        await clerk.Visitor.Follow("運営者");
        await clerk.Visitor.Inspect();
        Assert.Contains("（現行）", await clerk.Visitor.Text(), StringComparison.Ordinal);

        await clerk.Visitor.Follow("ポイント債務");

        await clerk.Visitor.Inspect();
        var owed = (await browser.App.Get("api/programs/kkr/liability", Key)).Json;
        Assert.Contains($"{(long)owed["points"]!:N0}", await clerk.Page.Locator(".balance").InnerTextAsync(), StringComparison.Ordinal);
        var months = owed["outstanding"]!.AsArray().GroupBy(line => (string?)line!["expiresIn"] ?? "期限なし").ToList();
        Assert.Equal(months.Count, await clerk.Page.Locator("svg.chart rect").CountAsync());
        foreach (var month in months)
            Assert.Contains($"{month.Key}{month.Sum(line => (long)line!["points"]!):N0}", (await clerk.Page.Locator("svg.chart").TextContentAsync())!.Replace(" ", "", StringComparison.Ordinal).ReplaceLineEndings(""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AVersionOfTheTerms_LeadsToItsComparison()
    {
        await using var clerk = await Clerk.SignIn(browser, "keio-operator.local");
        await clerk.Visitor.Open("/front/operator");

        await clerk.Visitor.Follow("前の版との新旧対照表");

        Assert.Contains("新旧対照表", await clerk.Visitor.Heading(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AKey_IsShownOnce_Works_AndEndsWhenItIsRevoked()
    {
        await using var clerk = await Clerk.SignIn(browser, Key);
        await clerk.Visitor.Open("/front/operator/keys");
        await clerk.Visitor.Inspect();
        await clerk.Choose("フロント", "KKR箱根");
        await clerk.Visitor.Press("キーを作る");
        var key = await clerk.Page.Locator(".secret").InnerTextAsync();
        await clerk.Visitor.Inspect();
        Assert.Matches("^kkr-hakone-front-[0-9a-f]{8}\\.[A-Za-z0-9_-]{43}$", key);
        await clerk.Page.ReloadAsync();
        Assert.DoesNotContain(key, await clerk.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(key.Split('.')[1], clerk.Page.Url, StringComparison.Ordinal);

        await using var hakone = await Clerk.SignIn(browser, key);
        Assert.Contains("KKR箱根", await hakone.Visitor.Text(), StringComparison.Ordinal);
        var (number, _) = await Cards.Make(browser.App, points: 500);
        await hakone.Scan(number);
        await hakone.Visitor.Follow("ポイント付与");
        Assert.Equal(0, await hakone.Page.GetByLabel("KKRホテル東京").CountAsync());

        await clerk.Visitor.Open("/front/operator/keys");
        await clerk.Page.GetByRole(AriaRole.Button, new() { Name = $"{key.Split('.')[0]} を失効させる" }).ClickAsync();
        await clerk.Visitor.Inspect();
        await clerk.Visitor.Press("失効させる");
        await clerk.Page.WaitForURLAsync("**/front/operator/keys");
        await hakone.Visitor.Open("/front");

        Assert.EndsWith("/front/login", hakone.Page.Url, StringComparison.Ordinal);
        // Nobody locks the operators out, or makes one, from a browser.
        Assert.Equal(0, await clerk.Page.GetByRole(AriaRole.Button, new() { Name = "kkr-operator を失効させる" }).CountAsync());
        Assert.Equal(0, await clerk.Page.GetByRole(AriaRole.Radio, new() { Name = "運営者" }).CountAsync());
    }

    [Fact, Clause("KKR-16.2"), Clause("KKR-16.4")]
    public async Task AForfeiture_WarnsFirst_AndItsReasonIsForOperatorsAlone()
    {
        await using var clerk = await Clerk.SignIn(browser, Key);
        var (number, _) = await Cards.Make(browser.App, points: 500);
        await clerk.Scan(number);
        await clerk.Visitor.Follow("会員資格の喪失");
        await clerk.Visitor.Fill("理由（運営者だけが見られます）", "他人名義での利用");
        await clerk.Visitor.Press("内容を確認する");
        Assert.Contains("取り消すことはできません", await clerk.Visitor.Text(), StringComparison.Ordinal);
        await clerk.Visitor.Inspect();
        await clerk.Page.GetByLabel("上記を確認し、説明しました").CheckAsync();
        await clerk.Visitor.Press("資格を喪失させる");
        await clerk.Page.WaitForURLAsync("**/receipts/**");
        Assert.DoesNotContain("他人名義", await clerk.Page.ContentAsync(), StringComparison.Ordinal);

        await clerk.Visitor.Follow("このカードへ");
        Assert.DoesNotContain("他人名義", await clerk.Page.ContentAsync(), StringComparison.Ordinal);
        await clerk.Visitor.Follow("資格喪失の理由");

        Assert.Contains("他人名義での利用", await clerk.Visitor.Text(), StringComparison.Ordinal);
        await clerk.Visitor.Inspect();
    }

    [Fact]
    public async Task ALetterThatWasGivenUp_IsShown_AndSentAgain()
    {
        await using var clerk = await Clerk.SignIn(browser, Key);
        var room = browser.App.Services.GetRequiredService<Functions.Mail.PostRoom>();
        var now = browser.App.Clock.GetUtcNow();
        var id = $"test:{Guid.NewGuid():N}";
        await room.Add(new Functions.Mail.QueuedLetter
        {
            Id = id, Program = "kkr", MemberId = "nobody", Letter = "entry", Facts = new Dictionary<string, string>(), Urgency = Functions.Mail.LetterUrgency.Reply,
            QueuedAt = now, NextTryAt = now, State = Functions.Mail.LetterState.Dead, Attempts = 12, Failure = "refused", DeadSince = now,
        }, TestContext.Current.CancellationToken);

        await clerk.Visitor.Open("/front/operator/letters");
        Assert.Contains("refused", await clerk.Visitor.Text(), StringComparison.Ordinal);
        await clerk.Visitor.Inspect();
        await clerk.Page.Locator($"form:has(input[value='{id}']) button").ClickAsync();
        await clerk.Page.WaitForURLAsync("**/front/operator/letters");

        Assert.NotEqual(Functions.Mail.LetterState.Dead, (await room.Find(id, TestContext.Current.CancellationToken))?.Value.State);
    }
}
