using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Functions.Tests.Contract;
using Local.Clock;
using Local.Cosmos;
using Local.Host.Startup;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Functions.Tests;

/// <summary>The whole app in this process, on a free port, with its data in a folder of its own.</summary>
public sealed class Backend : IAsyncDisposable
{
    private readonly IHost host;
    private readonly bool ownsFolder;

    private Backend(IHost host, string folder, bool ownsFolder)
    {
        this.host = host;
        this.ownsFolder = ownsFolder;
        Folder = folder;
        Http = new HttpClient(new ContractHandler(new SocketsHttpHandler())) { BaseAddress = host.Services.GetRequiredService<ListenAddress>().Uri };
    }

    public string Folder { get; }
    public HttpClient Http { get; }
    public TestClock Clock => host.Services.GetRequiredService<TestClock>();
    public CosmosServer Cosmos => host.Services.GetRequiredService<CosmosServer>();
    public IServiceProvider Services => host.Services;

    /// <summary>Whether change feeds do something by themselves, and must be waited for.</summary>
    public bool RunsFeeds => Services.GetRequiredService<IConfiguration>().GetValue("Local:Feeds", defaultValue: true);

    /// <summary>For a test of what is logged; the others keep their output short.</summary>
    public const string LogsAll = "--AzureFunctionsJobHost:logging:logLevel:Functions=Information";

    public static async Task<Backend> Start(string? folder = null, params string[] settings)
    {
        var data = folder ?? await PreparedFolder.Copy();
        var app = Build(data, settings);
        await app.StartAsync();
        return new Backend(app, data, ownsFolder: folder is null);
    }

    /// <summary>Nothing runs beside a test that did not ask for it: no feed, no timer. Limits are high, and nothing waits for its own sake.</summary>
    internal static IHost Build(string data, params string[] settings) =>
        PointsApp.Build(
        [
            "--PORT=0", "--COSMOS_PORT=0", $"--POINTS_DATA={data}", "--Store:Create=true",
            "--Cards:TokenSecret=a secret of the tests, 32 characters and more", "--RateLimit:PerKeyPerMinute=10000000",
            "--RateLimit:WrongScansPerKeyPerMinute=10000000", "--RateLimit:RegistrationsPerMinute=10000000", "--RateLimit:MailsPerAddressPerHour=10000000",
            "--Mail:PerMinute=10000000", "--Mail:PerHour=10000000", "--Session:LeastAnswerMilliseconds=0",
            "--Local:Feeds=false", "--Local:Timers=false", "--Local:Ready=false", "--AzureFunctionsJobHost:logging:logLevel:default=Warning",
            "--AzureFunctionsJobHost:logging:logLevel:Functions=Warning", .. settings,
        ]);

    /// <summary>The same, for tests of what change feeds and timers do by themselves.</summary>
    public static Task<Backend> StartWithFeeds(string? folder = null, params string[] settings) => Start(folder, [.. settings, "--Local:Feeds=true"]);

    /// <summary>Sends a JSON body, with an operation id where one is given.</summary>
    public Task<Reply> Post(string path, object? body, string? operationId = null, string key = "kkr-pos.local") =>
        Send(HttpMethod.Post, path, body is null ? null : new StringContent(body as string ?? System.Text.Json.JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"), operationId, key);

    /// <summary>The same while the store is dead: an answer that nobody may rely on is not held against the contract.</summary>
    public async Task PostUnanswered(string path, object body, string operationId, string key)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Http.BaseAddress!, path)) { Content = System.Net.Http.Json.JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", operationId);
        using var response = await http.SendAsync(request);
    }

    public Task<Reply> Get(string path, string? key = "kkr-pos.local") => Send(HttpMethod.Get, path, null, null, key);

    public async Task<Reply> Send(HttpMethod method, string path, HttpContent? content, string? operationId, string? key)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (operationId is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", operationId);
        if (path.StartsWith("admin/", StringComparison.Ordinal))
            request.Headers.Add("x-functions-key", "local");
        using var response = await Http.SendAsync(request);
        return new Reply((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.ToDictionary(h => h.Key, h => string.Join(',', h.Value)));
    }

    /// <summary>A fresh KKR card of the given class.</summary>
    public async Task<string> Card(string memberClass = "general", string program = "kkr")
    {
        var reply = await Post($"api/programs/{program}/cards", new { medium = "qr", memberClass }, NewId(), $"{program}-front.local");
        Assert.Equal(201, reply.Status);
        return reply.Json["cardNumber"]!.GetValue<string>();
    }

    public Task<Reply> Award(string card, long amountYen, string? operationId = null, string? occurredAt = null) =>
        Post("api/awards", new { card, amountYen, facility = "tokyo", department = "lodging", receiptNumber = "R-1", occurredAt }, operationId ?? NewId());

    public Task<Reply> Redeem(string card, long points, long billYen, string? operationId = null) =>
        Post("api/redemptions", new { card, points, billYen, facility = "tokyo", department = "lodging" }, operationId ?? NewId());

    public async Task<long> Points(string card) => (await Get($"api/cards/{card}/balance")).Json["points"]!.GetValue<long>();

    public static string NewId() => Guid.NewGuid().ToString("N");

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Waiting.Within("The app stops", Stop());
        if (ownsFolder)
            Directory.Delete(Folder, recursive: true);
    }

    private async Task Stop()
    {
        await host.StopAsync();
        if (host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
    }
}

/// <summary>An answer as its caller sees it.</summary>
public sealed record Reply(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string? Code => Json["code"]?.GetValue<string>();

    public IReadOnlyList<string> Clauses => [.. Json["clauses"]!.AsArray().Select(clause => clause!.GetValue<string>())];

    public bool Replayed => Headers.ContainsKey("Idempotent-Replayed");
}
