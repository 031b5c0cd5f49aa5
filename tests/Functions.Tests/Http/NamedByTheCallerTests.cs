using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Tests.Http;

/// <summary>A caller may name a query parameter or a body field as it likes: nothing of a function is replaced by it.</summary>
[Collection(SharedApp.Name)]
public sealed class NamedByTheCallerTests(SharedBackend shared)
{
    private static readonly string[] Names =
        ["cancellation", "cancellationToken", "context", "request", "timer", "Query", "Headers", "sys"];

    /// <summary>Every function's route with a value for each of its parameters that nothing has.</summary>
    public static TheoryData<string, string> Routes => [.. typeof(PointsApp).Assembly.GetTypes().SelectMany(type => type.GetMethods())
        .Select(method => method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
            .FirstOrDefault(trigger => trigger is not null))
        .OfType<HttpTriggerAttribute>()
        .SelectMany(trigger => trigger.Methods!.Select(method => (method, trigger.Route!)))];

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task NothingIsBoundToAQueryParameter(string method, string route)
    {
        var plain = await Send(method, PathOf(route), body: null);

        var query = string.Join('&', AllNames(route).Select(name => $"{name}=elsewhere"));
        var named = await Send(method, $"{PathOf(route)}?{query}", body: null);

        Assert.NotEqual(500, named.Status);
        // A call that knows its query says so; no other sees it at all.
        if (named.Status != 400)
            Assert.Equal(plain.Status, named.Status);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task NothingIsBoundToABodyField(string method, string route)
    {
        if (method == "get")
            return;

        var fields = string.Join(',', AllNames(route).Select(name => $"\"{name}\":\"elsewhere\""));
        var named = await Send(method, PathOf(route), $"{{{fields}}}");

        Assert.InRange(named.Status, 200, 499);
    }

    [Fact]
    public async Task TheRoutesOwnValueIsTheOneThatCounts()
    {
        var (mine, other) = (await shared.App.Card(), await shared.App.Card());
        await shared.App.Award(other, 100_000);

        Assert.Equal(mine, (await Send("get", $"api/cards/{mine}?cardNumber={other}", body: null)).Json["cardNumber"]!.GetValue<string>());
        Assert.Equal(mine, (await Send("get", $"api/cards/{mine}?CARDNUMBER={other}", body: null)).Json["cardNumber"]!.GetValue<string>());
        Assert.Equal(400, (await Send(
            "post", $"api/cards/{mine}/suspension", $$"""{"reason":"loss","identityConfirmed":true,"cardNumber":"{{other}}"}""")).Status);
        var suspended = await Send("post", $"api/cards/{mine}/suspension?cardNumber={other}", """{"reason":"suspicion"}""");
        Assert.Equal(201, suspended.Status);
        Assert.Equal("suspended", (await shared.App.Get($"api/cards/{mine}", "kkr-front.local")).Json["status"]!.GetValue<string>());
        Assert.Equal("active", (await shared.App.Get($"api/cards/{other}", "kkr-front.local")).Json["status"]!.GetValue<string>());
    }

    private static IEnumerable<string> AllNames(string route) =>
        Names.Concat(RoutePatternFactory.Parse(route).Parameters.Select(parameter => parameter.Name));

    private static string PathOf(string route) => string.Join(
        '/', RoutePatternFactory.Parse(route).PathSegments.Select(segment => segment.Parts[0] switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternParameterPart { IsOptional: true } => "",
            _ => "nobodys",
        }));

    /// <summary>As an operator, and not held against the contract: the requests are wrong on purpose.</summary>
    private async Task<Reply> Send(string method, string path, string? body)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), new Uri(shared.App.Http.BaseAddress!, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "kkr-operator.local");
        request.Headers.Add("Idempotency-Key", Backend.NewId());
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        return new Reply((int)response.StatusCode, await response.Content.ReadAsStringAsync(), new Dictionary<string, string>());
    }
}
