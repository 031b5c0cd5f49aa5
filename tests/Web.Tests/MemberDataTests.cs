using Functions.Tests;
using Microsoft.Playwright;

namespace Web.Tests;

/// <summary>What members say of themselves, and what they want to hear.</summary>
[Collection(OneBrowser.Name)]
public sealed class MemberDataTests(Browser browser)
{
    [Fact, Clause("KKR-8"), Clause("KKR-17")]
    public async Task MemberData_IsChangedByTheMember_AndTheRecordNamesTheFields()
    {
        await using var visitor = await browser.Visitor();
        var member = await Member.Join(browser.App);
        await member.SignIn(visitor);
        await visitor.Follow("会員情報の確認・変更");
        await visitor.Inspect();
        await visitor.Fill("電話番号", "０３－１２３４－５６７８");
        await visitor.Fill("生年月日", "昨日");
        await visitor.Press("変更する");
        Assert.Contains("生年月日は、過去の日付を", await visitor.Text(), StringComparison.Ordinal);
        await visitor.Inspect();
        await visitor.Fill("生年月日", "1960年4月2日");
        await visitor.Press("変更する");
        await visitor.Page.WaitForURLAsync("**/operations/page-*");
        Assert.Contains("会員情報を会員ご本人が登録・変更：生年月日・電話番号", await visitor.Text(), StringComparison.Ordinal);

        await visitor.Open("/mypage/kkr/notices");
        await visitor.Inspect();
        await visitor.Page.GetByLabel("キャンペーン等のお知らせ").CheckAsync();
        await visitor.Page.GetByLabel("ポイントの増減").CheckAsync();
        await visitor.Press("保存する");
        await visitor.Page.WaitForURLAsync("**/operations/page-*");
        Assert.Contains("お知らせメールの承諾・ポイント増減通知のご希望", await visitor.Text(), StringComparison.Ordinal);

        var data = await member.Json($"api/cards/{member.Cards[0]}/member");
        Assert.Equal(("1960-04-02", "03-1***-5678", "mail"), ((string?)data["birthDate"], (string?)data["phone"], (string?)data["newsBy"]![0]));
        await visitor.Open("/mypage/kkr/data");
        var changes = await visitor.Page.Locator("tbody tr").AllInnerTextsAsync();
        Assert.Contains("お知らせメール、ポイント増減のお知らせ", changes[0], StringComparison.Ordinal);
        Assert.Contains("生年月日、電話番号", changes[1], StringComparison.Ordinal);
        Assert.Contains("ご本人", changes[1], StringComparison.Ordinal);
        Assert.Contains("係員", changes[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoticeOfPoints_IsTheMembersChoice()
    {
        await using var visitor = await browser.Visitor();
        var member = await Member.Join(browser.App);
        await member.SignIn(visitor);
        await Choose(wanted: true);
        Assert.Equal("points", (string?)(await member.Json($"api/cards/{member.Cards[0]}/member"))["noticeOf"]![0]);

        await Choose(wanted: false);

        Assert.Empty((await member.Json($"api/cards/{member.Cards[0]}/member"))["noticeOf"]!.AsArray());
        Assert.Empty((await member.Json($"api/cards/{member.Cards[0]}/member"))["newsBy"]!.AsArray());

        async Task Choose(bool wanted)
        {
            await visitor.Open("/mypage/kkr/notices");
            Assert.Equal(!wanted, await visitor.Page.GetByLabel("ポイントの増減").IsCheckedAsync());
            await visitor.Page.GetByLabel("ポイントの増減").SetCheckedAsync(wanted);
            await visitor.Press("保存する");
            await visitor.Page.WaitForURLAsync("**/operations/page-*");
        }
    }

    [Fact]
    public async Task ANewAddress_CountsWhenItIsConfirmed_AndSomebodyElsesIsAnsweredAlike()
    {
        await using var visitor = await browser.Visitor();
        var (member, other) = (await Member.Join(browser.App), await Member.Join(browser.App));
        var (own, mailsBefore) = ($"next-{Guid.NewGuid():N}@example.jp", (await other.Mails()).Count);
        await member.SignIn(visitor);

        var free = await Ask(own);
        var taken = await Ask(other.Email);

        Assert.Equal(free, taken);
        Assert.Equal(mailsBefore, (await other.Mails()).Count);
        var moved = new Member(browser.App, "kkr", own);
        await visitor.Open($"/mypage/confirm?code={await moved.Link("confirm")}");
        await visitor.Press("確認する");
        await visitor.Context.ClearCookiesAsync();
        await moved.SignIn(visitor);
        Assert.Contains("共済 花子 様", await visitor.Text(), StringComparison.Ordinal);

        async Task<string> Ask(string email)
        {
            await visitor.Open("/mypage/kkr/data");
            await visitor.Fill("新しいメールアドレス", email);
            await visitor.Press("確認メールを送る");
            await visitor.Page.WaitForURLAsync("**/data?mailed=yes");
            return await visitor.Page.GetByRole(AriaRole.Status).InnerTextAsync();
        }
    }
}
