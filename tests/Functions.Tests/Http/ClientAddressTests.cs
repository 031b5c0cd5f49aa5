using System.Text;

namespace Functions.Tests.Http;

/// <summary>
/// Ten registrations a minute for each client: who is one client is decided by what the front end says, not by what the
/// client does.
/// </summary>
public sealed class ClientAddressTests
{
    private const string FrontDoor = "0f9f2f9e-0000-4000-8000-00000000f00d";

    [Fact]
    public async Task BehindThePlatform_EachClientHasItsOwnAllowance_ByTheLastHopThatTheFrontEndNoted()
    {
        await using var app = await Start("Platform");

        Assert.Equal("404 404 429", await Guess(app, 3, ("X-Forwarded-For", "203.0.113.7:51000")));
        Assert.Equal("404 404 429", await Guess(app, 3, ("X-Forwarded-For", "203.0.113.8:40000")));
        // Another port is the same client; what a client wrote itself stands before what the front end added.
        Assert.Equal("429", await Guess(app, 1, ("X-Forwarded-For", "203.0.113.7:1")));
        Assert.Equal("429", await Guess(app, 1, ("X-Forwarded-For", "198.51.100.1, 203.0.113.7:2")));
        Assert.Equal("404", await Guess(app, 1, ("X-Forwarded-For", "203.0.113.7, 198.51.100.1:2")));
    }

    [Fact]
    public async Task OneClientOfIPv6_IsANetworkOf64Bits()
    {
        await using var app = await Start("Platform");

        Assert.Equal("404 404", await Guess(app, 2, ("X-Forwarded-For", "[2001:db8:1:1::1]:443")));
        Assert.Equal("429", await Guess(app, 1, ("X-Forwarded-For", "2001:db8:1:1:ffff::9")));
        Assert.Equal("404", await Guess(app, 1, ("X-Forwarded-For", "2001:db8:1:2::1")));
    }

    [Fact]
    public async Task AQueryThatShadowsTheHeaders_BuysNoNewAddress()
    {
        await using var app = await Start("Platform");
        static string Shadow(int i) => $"?Headers=%7B%22X-Forwarded-For%22%3A%22198.51.100.{i}%22%7D";

        Assert.Equal("404", await Guess(app, 1, Shadow(1)));
        Assert.Equal("404", await Guess(app, 1, Shadow(2)));
        Assert.Equal("429", await Guess(app, 1, Shadow(3)));
    }

    [Theory]
    [InlineData("""{"Headers":{"X-Forwarded-For":"198.51.100.1"},"code":"AAAA"}""", "application/json")]
    [InlineData("""{"HEADERS":{"X-Forwarded-For":"198.51.100.1"},"code":"AAAA"}""", "application/json")]
    [InlineData("""{"Headers":"no JSON at all","code":"AAAA"}""", "application/json")]
    [InlineData("""{"Headers":5,"code":"AAAA"}""", "application/json")]
    [InlineData("""{"Headers":"[1]","code":"AAAA"}""", "application/json")]
    [InlineData("""{"Headers":{"X-Forwarded-For":5},"code":"AAAA"}""", "application/json")]
    [InlineData("""{"Headers":{"X-Forwarded-For":"a","x-forwarded-for":"b"},"code":"AAAA"}""", "application/json")]
    [InlineData("""{"Headers":{"X-Forwarded-For":"a","X-Forwarded-For":"b"},"code":"AAAA"}""", "application/json")]
    public async Task ABodyThatShadowsTheHeaders_IsRefused(string body, string type)
    {
        await using var app = await Start("Platform");

        Assert.Equal(400, await Post(app, "api/mail-confirmations", body, type, ("X-Forwarded-For", "203.0.113.7")));
    }

    [Fact]
    public async Task AFormThatIsJsonToo_IsRefused()
    {
        await using var app = await Start("Platform");
        const string both = """{"Headers":{"X-Forwarded-For":"198.51.100.1"},"x":"&email=taro@example.jp&"}""";

        Assert.Equal(400, await Post(
            app, "mypage/kkr/login", both, "application/x-www-form-urlencoded", ("X-Forwarded-For", "203.0.113.7")));
    }

    [Fact]
    public async Task WithNobodyBefore_ItIsTheConnection_WhateverTheClientWrites()
    {
        await using var app = await Start("Peer");

        Assert.Equal("404 404", await Guess(app, 2, ("X-Forwarded-For", "203.0.113.7")));
        Assert.Equal("429", await Guess(app, 1, ("X-Forwarded-For", "203.0.113.8")));
    }

    [Fact]
    public async Task BehindOurFrontDoor_ItIsWhatThatSays_AndNoOtherFrontDoor()
    {
        await using var app = await Start("FrontDoor", $"--Clients:FrontDoorId={FrontDoor}");

        Assert.Equal("404 404 429", await Guess(app, 3, ("X-Azure-FDID", FrontDoor), ("X-Azure-ClientIP", "203.0.113.7")));
        Assert.Equal("404", await Guess(app, 1, ("X-Azure-FDID", FrontDoor), ("X-Azure-ClientIP", "203.0.113.8")));
        // Somebody else's profile, or none: all of them are one.
        Assert.Equal("404", await Guess(app, 1, ("X-Azure-FDID", "another"), ("X-Azure-ClientIP", "203.0.113.9")));
        Assert.Equal("404", await Guess(app, 1, ("X-Azure-ClientIP", "203.0.113.10")));
        Assert.Equal("429", await Guess(app, 1, ("X-Azure-FDID", "another"), ("X-Azure-ClientIP", "203.0.113.11")));
    }

    [Fact]
    public void AFrontDoorWithoutAName_DoesNotStart()
    {
        var refused = Assert.Throws<InvalidOperationException>(() =>
            Backend.Build(Directory.CreateTempSubdirectory("points-").FullName, "--Clients:AddressFrom=FrontDoor"));

        Assert.Contains("Clients__FrontDoorId", refused.Message, StringComparison.Ordinal);
    }

    private static Task<Backend> Start(string from, params string[] settings) =>
        Backend.Start(null, [$"--Clients:AddressFrom={from}", "--RateLimit:PublicPerMinute=2", .. settings]);

    /// <summary>Taps of a card that nobody has, one after another.</summary>
    private static Task<string> Guess(Backend app, int times, params (string Name, string Value)[] headers) =>
        Guess(app, times, "", headers);

    private static async Task<string> Guess(Backend app, int times, string query, params (string Name, string Value)[] headers)
    {
        var statuses = new List<int>();
        for (var i = 0; i < times; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(app.Http.BaseAddress!, $"t/{new string('A', 22)}{query}"));
            statuses.Add(await Status(request, headers));
        }
        return string.Join(' ', statuses);
    }

    private static async Task<int> Post(Backend app, string path, string body, string type, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(app.Http.BaseAddress!, path));
        request.Content = new StringContent(body, Encoding.UTF8, type);
        return await Status(request, headers);
    }

    private static async Task<int> Status(HttpRequestMessage request, (string Name, string Value)[] headers)
    {
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var http = new HttpClient();
        using var response = await http.SendAsync(request);
        return (int)response.StatusCode;
    }
}
