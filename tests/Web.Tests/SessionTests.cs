using System.Net;
using Functions.Store;
using Functions.Tests;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;

namespace Web.Tests;

/// <summary>How sessions and links live and end; for this no browser is needed.</summary>
public sealed class SessionTests
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(9));

    [Fact]
    public async Task ASession_EndsAfterHalfAnHourWithoutAPage_AndAfterTwelveHoursAnyway()
    {
        await using var app = await Backend.Start();
        app.Clock.Stop(Monday);
        var member = await Member.Join(app);
        using (var idle = await SignedIn(app, member))
        {
            app.Clock.Stop(Monday.AddMinutes(28));
            Assert.Equal(HttpStatusCode.OK, await Look(idle));
            app.Clock.Stop(Monday.AddMinutes(56));
            Assert.Equal(HttpStatusCode.OK, await Look(idle));
            app.Clock.Stop(Monday.AddMinutes(92));
            Assert.Equal(HttpStatusCode.SeeOther, await Look(idle));
        }

        // A moment later: of two mails of one moment nobody knows which is the last.
        app.Clock.Stop(Monday.AddSeconds(1));
        using var busy = await SignedIn(app, member);
        for (var minutes = 25; minutes < 12 * 60; minutes += 25)
        {
            app.Clock.Stop(Monday.AddMinutes(minutes));
            Assert.Equal(HttpStatusCode.OK, await Look(busy));
        }

        app.Clock.Stop(Monday.AddHours(12.1));
        Assert.Equal(HttpStatusCode.SeeOther, await Look(busy));
    }

    [Fact]
    public async Task ALink_LivesForAQuarterOfAnHour()
    {
        await using var app = await Backend.Start();
        app.Clock.Stop(Monday);
        var member = await Member.Join(app);
        using var visitor = Visitor(app);
        await Post(visitor, "/mypage/kkr/login", ("email", member.Email));
        var code = await member.Link("link");

        app.Clock.Stop(Monday.AddMinutes(20));

        Assert.Equal(HttpStatusCode.NotFound, (await Post(visitor, "/mypage/kkr/login/link", ("code", code))).StatusCode);
    }

    [Fact]
    public async Task OnAPublicSite_TheCookieIsForThisHostAndHttpsAlone()
    {
        await using var app = await Backend.Start(null, "--Site:BaseAddress=https://points.example");
        var member = await Member.Join(app);
        using var visitor = Visitor(app);
        await Post(visitor, "/mypage/kkr/login", ("email", member.Email));

        var answer = await Post(visitor, "/mypage/kkr/login/link", ("code", await member.Link("link")));

        Assert.Matches("^__Host-mypage=[A-Za-z0-9_-]{43}; path=/; secure; samesite=lax; httponly$", Assert.Single(answer.Headers.GetValues("Set-Cookie")));
    }

    [Fact]
    public async Task TheStore_HasNeitherTheCodeOfALink_NorTheTokenOfASession()
    {
        await using var app = await Backend.Start();
        var member = await Member.Join(app);
        using var visitor = Visitor(app);
        await Post(visitor, "/mypage/kkr/login", ("email", member.Email));
        var code = await member.Link("link");
        var answer = await Post(visitor, "/mypage/kkr/login/link", ("code", code));
        var token = Assert.Single(answer.Headers.GetValues("Set-Cookie")).Split('=', ';')[1];

        var stored = await app.Services.GetRequiredService<CosmosStore>().Lookups.Query(
            new QueryDefinition("SELECT * FROM c"), partition: null, StoreJson.Readable.JsonDocument, TestContext.Current.CancellationToken);

        Assert.NotEmpty(stored);
        Assert.All(stored, document => Assert.DoesNotContain(code, document.RootElement.GetRawText(), StringComparison.Ordinal));
        Assert.All(stored, document => Assert.DoesNotContain(token, document.RootElement.GetRawText(), StringComparison.Ordinal));
        Assert.All(stored.Where(document => document.RootElement.GetProperty("id").GetString()!.StartsWith("session:", StringComparison.Ordinal)),
            document => Assert.Equal(43_200, document.RootElement.GetProperty("ttl").GetInt32()));
    }

    private static async Task<HttpClient> SignedIn(Backend app, Member member)
    {
        var visitor = Visitor(app);
        await Post(visitor, "/mypage/kkr/login", ("email", member.Email));
        Assert.Equal(HttpStatusCode.SeeOther, (await Post(visitor, "/mypage/kkr/login/link", ("code", await member.Link("link")))).StatusCode);
        return visitor;
    }

    private static async Task<HttpStatusCode> Look(HttpClient visitor)
    {
        using var answer = await visitor.GetAsync(new Uri("/mypage/kkr", UriKind.Relative));
        return answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> Post(HttpClient visitor, string address, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await visitor.PostAsync(new Uri(address, UriKind.Relative), form);
    }

    private static HttpClient Visitor(Backend app) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = app.Http.BaseAddress };
}
