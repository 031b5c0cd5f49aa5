using System.Text.Json.Nodes;

namespace Functions.Tests.Members;

[Collection(SharedApp.Name)]
public sealed class RegisterMemberTests(SharedBackend shared)
{
    private readonly Backend app = shared.App;

    [Fact, Clause("KKR-9.2"), Clause("KKR-8"), Clause("KKR-17")]
    public async Task AFormIsRegistered_ShownMasked_AndNothingOfItIsInTheLedger()
    {
        var (card, email) = (await app.Card(), Person.NewAddress());
        var form = Person.Form(email);
        form["newsMail"] = true;

        var reply = await app.Register(card, form, "form");
        var shown = await app.Member(card);
        var entries = await app.Get($"api/cards/{card}/entries");

        Assert.Equal((201, "member", true, false), (reply.Status, (string?)reply.Json["kind"], (bool)reply.Json["complete"]!, (bool)reply.Json["myPageOpen"]!));
        Assert.Equal(["KKR-9.2", "KKR-8", "KKR-17"], reply.Clauses);
        Assert.Empty(reply.Json["missing"]!.AsArray());
        Assert.Equal(
            ("共済 太郎", "1960-04-01", "090-****-5678", "102-****", "東京都千代田＊＊＊", (string?)null, "a***@docomo.ne.jp"),
            ((string?)shown["name"], (string?)shown["birthDate"], (string?)shown["phone"], (string?)shown["postalCode"], (string?)shown["address"], (string?)shown["email"], (string?)shown["pendingEmail"]));
        Assert.Equal(["mail"], shown["newsBy"]!.AsArray().Select(by => (string)by!));
        Assert.Equal([("membership", "2023-11-20"), ("newsMail", "2023-11-20")], shown["consents"]!.AsArray().Select(c => ((string)c!["kind"]!, (string)c["termsVersion"]!)));
        Assert.All<string>(["共済", "キョウサイ", "1960", "5678", "0074", "九段", "a.."], value => Assert.DoesNotContain(value, entries.Body + reply.Body, StringComparison.Ordinal));
        Assert.Equal("member", (string?)entries.Json["entries"]![0]!["kind"]);
    }

    [Fact]
    public async Task ARepeatedForm_GetsTheSameAnswerForEver_AndOneMail_AnotherBodyConflicts()
    {
        var (card, email) = (await app.Card(), Person.NewAddress());
        var first = await app.Register(card, Person.Form(email), "same");
        await app.Register(card, new JsonObject { ["phone"] = "03-1111-2222" });

        var again = await app.Register(card, Person.Form(email), "same");
        var other = await app.Register(card, Person.Form(email, "別 太郎"), "same");

        Assert.Equal((201, first.Body, true), (again.Status, again.Body, again.Replayed));
        Assert.Equal((409, "operation-conflict"), (other.Status, other.Code));
        Assert.Single(await app.Mails(email));
        Assert.Equal("03-1***-2222", (string?)(await app.Member(card))["phone"]);
    }

    [Fact]
    public async Task WhatAFormLeavesOut_Stays_AndTheHistoryNamesTheFields()
    {
        var card = await app.Card();
        var first = await app.Register(card, new JsonObject { ["name"] = "共済 太郎" });
        await app.Register(card, new JsonObject { ["address"] = "大阪府大阪市中央区1-1" });

        var shown = await app.Member(card);

        Assert.Equal(["kana", "birthDate", "phone", "postalCode", "address", "email"], first.Json["missing"]!.AsArray().Select(field => (string)field!));
        Assert.False((bool)first.Json["complete"]!);
        Assert.Equal("共済 太郎", (string?)shown["name"]);
        Assert.Equal(["name", "address"], shown["changes"]!.AsArray().SelectMany(change => change!["fields"]!.AsArray()).Select(field => (string)field!));
        Assert.All(shown["changes"]!.AsArray(), change => Assert.Equal("kkr-front", (string?)change!["by"]));
    }

    [Theory, Clause("KKR-11.1")]
    [InlineData("共済　太郎", "ｷﾖｳｻｲﾀﾛｳ", 409)]
    [InlineData("共済太郎", "ｷｮｳｻｲ ﾀﾛｳ", 201)]
    [InlineData("共済 太郎", "きょうさい　たろう", 201)]
    [InlineData("共済 太郎", "キョウザイ タロウ", 409)]
    [InlineData("共済 次郎", "キョウサイ タロウ", 409)]
    public async Task OnePersonIsOne_InWhicheverKanaAndWidth_AndIsStoredAsWritten(string name, string kana, int status)
    {
        var (one, two, email) = (await app.Card(), await app.Card(), Person.NewAddress());
        await app.Register(one, Person.Form(email));
        var form = Person.Form(email, name);
        form["kana"] = kana;

        Assert.Equal(status, (await app.Register(two, form)).Status);

        Assert.Equal(status == 201 ? kana : "キョウサイ タロウ", (string?)(await app.Member(one))["kana"]);
    }

    [Fact]
    public async Task TheSameOperationIdOnTwoCards_RegistersBoth()
    {
        var (one, two, email) = (await app.Card(), await app.Card(), Person.NewAddress());

        var replies = new[] { await app.Register(one, Person.Form(email), "same"), await app.Register(two, Person.Form(email), "same") };

        Assert.All(replies, reply => Assert.Equal(201, reply.Status));
        Assert.Equal(2, (await app.Search(new { email })).Json.AsArray().Count);
    }

    [Fact]
    public async Task OneAddressNamesOneMember_TheSamePersonJoins_AnotherIsRefused()
    {
        var (one, two, three, email) = (await app.Card(), await app.Card(), await app.Card(), Person.NewAddress());
        var first = await app.Register(one, Person.Form(email));

        var joined = await app.Register(two, Person.Form(email.ToUpperInvariant(), "共済　太郎"));
        var taken = await app.Register(three, Person.Form(email, "別 太郎"));
        var issued = await app.Post("api/programs/kkr/cards", new { medium = "qr", holder = new { name = "別 太郎", email } }, Backend.NewId(), Person.Front);

        Assert.Equal((201, (string?)first.Json["memberId"]), (joined.Status, (string?)joined.Json["memberId"]));
        Assert.Equal((409, "email-taken"), (taken.Status, taken.Code));
        Assert.Equal((409, "email-taken"), (issued.Status, issued.Code));
        Assert.Equal(404, (await app.Get($"api/cards/{three}/member", Person.Front)).Status);
        Assert.Equal(2, (await app.Search(new { email })).Json.AsArray().Count);
    }

    [Fact]
    public async Task ACardWithAMemberOfItsOwn_GoesOverToTheOneWhoWasThereBefore()
    {
        var (one, email) = (await app.Card(), Person.NewAddress());
        var first = await app.Register(one, Person.Form(email));
        var holder = new { name = "共済 太郎", kana = "キョウサイ タロウ", birthDate = "1960-04-01" };
        var issued = await app.Post("api/programs/kkr/cards", new { medium = "qr", holder }, Backend.NewId(), Person.Front);
        var two = (string)issued.Json["cardNumber"]!;
        var own = (string?)(await app.Member(two))["memberId"];

        var joined = await app.Register(two, new JsonObject { ["email"] = email });

        Assert.NotEqual(own, (string?)first.Json["memberId"]);
        Assert.Equal((string?)first.Json["memberId"], (string?)joined.Json["memberId"]);
        Assert.Equal((string?)first.Json["memberId"], (string?)(await app.Member(two))["memberId"]);
    }

    [Fact]
    public async Task EveryWrongFieldIsNamed_AndNothingIsWritten()
    {
        var card = await app.Card();

        var reply = await app.Register(card, JsonNode.Parse("""
            {"name":" ","kana":1,"birthDate":"1960-02-30","phone":"call me","postalCode":"12","address":"","email":"taro","newsMail":"yes","shoeSize":27}
            """)!);
        var nameless = await app.Register(card, new JsonObject { ["phone"] = "03-1111-2222" });
        var unborn = await app.Register(card, new JsonObject { ["name"] = "a", ["birthDate"] = "2150-01-01" });

        Assert.Equal(
            ["address", "birthDate", "email", "kana", "name", "newsMail", "phone", "postalCode", "shoeSize"],
            reply.Json["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal));
        Assert.Equal((400, "name"), (nameless.Status, Assert.Single(nameless.Json["errors"]!.AsObject()).Key));
        Assert.Equal((400, "birthDate"), (unborn.Status, Assert.Single(unborn.Json["errors"]!.AsObject()).Key));
        Assert.Equal((404, "member-unknown"), ((await app.Get($"api/cards/{card}/member", Person.Front)).Status, (await app.Get($"api/cards/{card}/member", Person.Front)).Code));
    }

    [Fact]
    public async Task OnlyTheFrontOfTheProgram_MayRegisterShowAndSearch()
    {
        var card = await app.Card();

        Assert.Equal(403, (await app.Post($"api/cards/{card}/member", Person.Form().ToJsonString(), Backend.NewId())).Status);
        Assert.Equal(403, (await app.Get($"api/cards/{card}/member")).Status);
        Assert.Equal(403, (await app.Post("api/members/search", new { phone = "090-1234-5678" })).Status);
        Assert.Equal(404, (await app.Get($"api/cards/{card}/member", "keio-front.local")).Status);
        Assert.Equal(404, (await app.Register("4101000000000000", Person.Form())).Status);
    }

    [Fact]
    public async Task ARetiredCard_RegistersNobody()
    {
        var card = await app.Card();
        await app.Post($"api/cards/{card}/withdrawal", "{}", Backend.NewId(), Person.Front);

        var reply = await app.Register(card, Person.Form(Person.NewAddress()));

        Assert.Equal((410, "card-retired"), (reply.Status, reply.Code));
        Assert.Equal(404, (await app.Get($"api/cards/{card}/member", Person.Front)).Status);
    }

    [Fact]
    public async Task StaffFindMembersByWholeKeysAlone()
    {
        var (card, email) = (await app.Card(), Person.NewAddress());
        var form = Person.Form(email);
        form["phone"] = $"070-{Random.Shared.Next(1000, 9999)}-{Random.Shared.Next(1000, 9999)}";
        await app.Register(card, form);
        var phone = (string)form["phone"]!;

        foreach (var key in new object[] { new { email }, new { phone }, new { phone = $"+81{phone.Replace("-", "", StringComparison.Ordinal)[1..]}" }, new { cardNumber = card } })
        {
            var line = Assert.Single((await app.Search(key)).Json.AsArray());
            Assert.Equal(($"****-****-****-{card[^4..]}", "共＊ 太＊"), ((string?)line!["cardNumber"], (string?)line["name"]));
        }

        Assert.Empty((await app.Search(new { email = email[1..] })).Json.AsArray());
        Assert.Empty((await app.Search(new { phone = phone[..^1] })).Json.AsArray());
        Assert.Empty((await app.Search(new { cardNumber = "4101000000000000" })).Json.AsArray());
        Assert.Equal(400, (await app.Search(new { email, phone })).Status);
        Assert.Equal(400, (await app.Search(new { })).Status);

        await app.Register(card, new JsonObject { ["phone"] = "06-9999-0000" });
        Assert.Empty((await app.Search(new { phone })).Json.AsArray());
    }

    [Fact]
    public async Task TwentyFormsAtOnce_MakeOneMember()
    {
        var (card, email) = (await app.Card(), Person.NewAddress());

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => app.Register(card, Person.Form(email), i % 2 == 0 ? "twice" : null)));

        Assert.All(replies, reply => Assert.Equal(201, reply.Status));
        var member = (string?)(await app.Member(card))["memberId"];
        Assert.Equal(member, (string?)Assert.Single((await app.Search(new { email })).Json.AsArray())!["memberId"]);
    }
}
