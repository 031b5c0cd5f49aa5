using Functions.Tests.Members;
using Local.Cosmos;

namespace Functions.Tests.Cards;

/// <summary>From the web to a card: register, confirm, show a code at the front.</summary>
public sealed class RegistrationCodeTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(9));

    private Backend app = null!;

    public async ValueTask InitializeAsync() => app = await Backend.Start();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact, Clause("KKR-P-cards")]
    public async Task APersonWithoutACard_GetsOne_UsableAtOnce_AndIsItsMember()
    {
        var email = Person.NewAddress();
        var member = await app.Cardless(email);
        var code = await Code(member);

        var issued = await app.IssueBy(code, "issue");
        var card = (string)issued.Json["cardNumber"]!;
        var award = await app.Award((string)issued.Json["scanPayload"]!, 10_000);
        var shown = await app.Member(card);

        Assert.Equal((201, 0L, "qr"), (issued.Status, (long)issued.Json["feeYen"]!, (string?)issued.Json["medium"]));
        Assert.Equal(["KKR-P-cards", "KKR-4.1", "KKR-4.2"], issued.Clauses);
        Assert.Equal((201, 100L), (award.Status, (long)award.Json["points"]!));
        Assert.Equal((member, true, true), ((string?)shown["memberId"], (bool)shown["myPageOpen"]!, (bool)shown["complete"]!));
        Assert.Equal($"****-****-****-{card[^4..]}", (string?)Assert.Single((await app.Search(new { email })).Json.AsArray())!["cardNumber"]);
    }

    [Fact]
    public async Task TheSameRequest_GetsTheSameCodeAndTheSameCard_EvenAWeekLater()
    {
        app.Clock.Stop(Monday);
        var member = await app.Cardless(Person.NewAddress());
        var code = await app.RegistrationCode(member, "code");
        var issued = await app.IssueBy((string)code.Json["registrationCode"]!, "issue");

        app.Clock.Stop(Monday.AddDays(7));
        var codeAgain = await app.RegistrationCode(member, "code");
        var again = await app.IssueBy((string)code.Json["registrationCode"]!, "issue");
        var used = await app.IssueBy((string)code.Json["registrationCode"]!);

        Assert.StartsWith("2026-03-03T10:00:", (string?)code.Json["expiresAt"], StringComparison.Ordinal);
        Assert.Equal((201, code.Body), (codeAgain.Status, codeAgain.Body));
        Assert.Equal((201, issued.Body, true), (again.Status, again.Body, again.Replayed));
        Assert.Equal("registration-code-invalid", used.Code);
    }

    [Fact, Clause("KKR-P-cards")]
    public async Task UsedExpiredUnknownForeignAndNfc_AreAnsweredInOneWay()
    {
        app.Clock.Stop(Monday);
        var member = await app.Cardless(Person.NewAddress());
        var (used, expired) = (await Code(member), await Code(member));
        Assert.Equal(201, (await app.IssueBy(used)).Status);
        app.Clock.Stop(Monday.AddHours(24).AddMinutes(1));
        var live = await Code(member);

        Reply[] replies =
        [
            await app.IssueBy("AAAAAAAAAAAAAAAAAAAAAA"), await app.IssueBy(used), await app.IssueBy(expired), await app.IssueBy(live, medium: "nfc"), await app.IssueBy("x"),
        ];
        Reply[] elsewhere = [await app.IssueBy(live, program: "keio"), await app.IssueBy("AAAAAAAAAAAAAAAAAAAAAA", program: "keio")];

        Assert.All(replies, reply => Assert.Equal((422, "registration-code-invalid", replies[0].Body), (reply.Status, reply.Code, reply.Body)));
        Assert.All(elsewhere, reply => Assert.Equal((422, "registration-code-invalid", elsewhere[0].Body), (reply.Status, reply.Code, reply.Body)));
        Assert.Equal(201, (await app.IssueBy(live)).Status);
    }

    [Fact]
    public async Task TenIssuesAtOnceWithOneCode_GiveOneCard()
    {
        var email = Person.NewAddress();
        var code = await Code(await app.Cardless(email));

        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => app.IssueBy(code, $"issue-{i / 2}")));

        var issued = replies.Where(reply => reply.Status == 201).Select(reply => (string?)reply.Json["cardNumber"]).Distinct();
        Assert.Single(issued);
        Assert.All(replies, reply => Assert.Contains(reply.Status == 201 ? "" : reply.Code, new[] { "", "registration-code-invalid", "operation-fenced" }));
        Assert.NotNull((string?)Assert.Single((await app.Search(new { email })).Json.AsArray())!["cardNumber"]);
    }

    [Fact]
    public async Task AnIssueThatDiedHalfway_MayFinishADayLater()
    {
        app.Clock.Stop(Monday);
        var code = await Code(await app.Cardless(Person.NewAddress()));
        var dead = await Dying(() => app.IssueBy(code, "issue"));

        app.Clock.Stop(Monday.AddHours(25));
        var again = await app.IssueBy(code, "issue");

        Assert.Equal((503, 201), (dead.Status, again.Status));
    }

    [Fact]
    public async Task AnIssueThatNeverFinished_LeavesTheCodeToAnother_AndCanNeverFinish()
    {
        var email = Person.NewAddress();
        var code = await Code(await app.Cardless(email));
        await Dying(() => app.IssueBy(code, "dead"));

        var issued = await app.IssueBy(code, "next");
        var late = await app.IssueBy(code, "dead");

        Assert.Equal((201, 409, "operation-fenced"), (issued.Status, late.Status, late.Code));
        Assert.Single((await app.Search(new { email })).Json.AsArray());
    }

    [Fact]
    public async Task ACodeNamesTheMember_NothingElseMay()
    {
        var reply = await app.Post(
            "api/programs/kkr/cards", new { medium = "qr", registrationCode = "x", familyOf = "4101000000000018", holder = new { name = "共済 太郎" } }, Backend.NewId(), Person.Front);

        Assert.Equal((400, "familyOf, holder"), (reply.Status, string.Join(", ", reply.Json["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal))));
    }

    [Fact]
    public async Task OnlyTheFrontOfTheProgram_GetsCodesForItsMembers()
    {
        var member = await app.Cardless(Person.NewAddress());

        Assert.Equal(403, (await app.RegistrationCode(member, key: "kkr-pos.local")).Status);
        Assert.Equal((422, "registration-not-offered"), ((await app.RegistrationCode(member, key: "keio-front.local")).Status, (await app.RegistrationCode(member, key: "keio-front.local")).Code));
        Assert.Equal((404, "member-unknown"), ((await app.RegistrationCode("AAAAAAAAAAAAAAAAAAAA")).Status, (await app.RegistrationCode("AAAAAAAAAAAAAAAAAAAA")).Code));
    }

    private async Task<string> Code(string member) => (string)(await app.RegistrationCode(member)).Json["registrationCode"]!;

    /// <summary>The account can never be written while it runs.</summary>
    private async Task<Reply> Dying(Func<Task<Reply>> call)
    {
        app.Cosmos.Faults.OnRequest = request => request is { Container: "accounts", Kind: RequestKind.Batch } ? Fault.UnavailableBefore() : null;
        var reply = await call();
        app.Cosmos.Faults.OnRequest = null;
        return reply;
    }
}
