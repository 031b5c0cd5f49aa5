using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Functions.Tests;

/// <summary>The process dies again and again in the middle of mixed load; what was answered is there once, what was not is there once or not at all.</summary>
public sealed class CrashTests
{
    private const int Callers = 8;

    private readonly ConcurrentDictionary<string, (string Card, string Hash)> answered = [];
    private readonly ConcurrentDictionary<string, string> asked = [];

    [Fact]
    public Task KilledTwice_NothingAnsweredIsLostOrDoubled() => Kill(2);

    [Fact, Trait("Speed", "Long")]
    public Task KilledTenTimes_NothingAnsweredIsLostOrDoubled() => Kill(10);

    private async Task Kill(int times)
    {
        var folder = Directory.CreateTempSubdirectory("points-crash").FullName;
        var random = new Random(20231120);
        List<string> cards = [];
        for (var kill = 0; kill < times; kill++)
        {
            await using var app = await ChildApp.Start(folder);
            while (cards.Count < 20)
                cards.Add((string)(await app.Call("api/programs/kkr/cards", new { medium = "qr" }, $"card-{cards.Count}", "kkr-front.local"))!["cardNumber"]!);
            // Killed after a number of answers, not after a time: the same on every machine.
            var until = answered.Count + 20 + random.Next(100);
            using var stop = new CancellationTokenSource();
            var load = Enumerable.Range(0, Callers).Select(caller => Load(app, cards, new Random((kill * Callers) + caller), () => answered.Count >= until, stop)).ToArray();
            await Task.WhenAny(load);
            app.Kill();
            await stop.CancelAsync();
            await Task.WhenAll(load);
        }

        await using var last = await ChildApp.Start(folder);
        await Audit(last, cards);
        Assert.True(answered.Count >= times * 20, $"Only {answered.Count} operations were answered.");
        Directory.Delete(folder, recursive: true);
    }

    private async Task Load(ChildApp app, List<string> cards, Random random, Func<bool> enough, CancellationTokenSource stop)
    {
        try
        {
            while (!stop.IsCancellationRequested && !enough())
            {
                var (card, id) = (cards[random.Next(cards.Count)], Guid.NewGuid().ToString("N"));
                asked[id] = card;
                var reply = random.Next(3) == 0
                    ? await app.Call("api/redemptions", new { card, points = 1_000, billYen = 1_000, facility = "tokyo", department = "lodging" }, id)
                    : await app.Call("api/awards", new { card, amountYen = 50_000, facility = "tokyo", department = "lodging" }, id);
                if (reply?["entryHash"] is { } hash)
                    answered[id] = (card, (string)hash!);
            }
        }
        catch (HttpRequestException)
        {
            // The process is gone: this caller never learns what became of its last operation.
        }
    }

    private async Task Audit(ChildApp app, List<string> cards)
    {
        foreach (var card in cards)
        {
            List<JsonNode> entries = [];
            string? continuation = null;
            do
            {
                var page = await app.Get($"api/cards/{card}/entries?limit=100{(continuation is null ? "" : $"&continuation={continuation}")}");
                entries.AddRange(page["entries"]!.AsArray().Select(entry => entry!));
                continuation = (string?)page["continuation"];
            }
            while (continuation is not null);

            entries.Reverse();
            var ids = entries.ConvertAll(entry => (string)entry["operationId"]!);
            Assert.Equal(ids.Count, ids.Distinct().Count());
            Assert.All(ids.Skip(1), id => Assert.Equal(card, asked[id]));
            foreach (var (id, (_, hash)) in answered.Where(operation => operation.Value.Card == card))
                Assert.Equal(hash, (string?)Assert.Single(entries, entry => (string?)entry["operationId"] == id)["hash"]);

            var (previous, sum) = ("", 0L);
            foreach (var entry in entries)
            {
                sum += (long)entry["points"]!;
                Assert.Equal((previous, sum), ((string?)entry["previousHash"], (long)entry["balanceAfter"]!));
                previous = (string)entry["hash"]!;
            }

            Assert.Equal(sum, (long)(await app.Get($"api/cards/{card}/balance"))["points"]!);
        }
    }
}

/// <summary>The app in a process of its own, as <c>./run</c> starts it.</summary>
internal sealed class ChildApp : IAsyncDisposable
{
    private readonly Process process;
    private readonly HttpClient http;

    private ChildApp(Process process, Uri address)
    {
        this.process = process;
        http = new HttpClient { BaseAddress = address };
    }

    public static async Task<ChildApp> Start(string folder)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = folder };
        foreach (var argument in new[]
        {
            Path.Combine(AppContext.BaseDirectory, "Functions.dll"), "--PORT=0", "--COSMOS_PORT=0", $"--POINTS_DATA={folder}", "--Store:Create=true",
            "--Cards:TokenSecret=a secret of the tests, 32 characters and more", "--RateLimit:PerKeyPerMinute=10000000", "--Mail:PerMinute=10000000", "--Mail:PerHour=10000000",
        })
            start.ArgumentList.Add(argument);
        var child = Process.Start(start)!;
        while (await Waiting.Within("The app is ready", child.StandardOutput.ReadLineAsync()) is { } line)
        {
            if (!line.StartsWith("Listening on ", StringComparison.Ordinal))
                continue;
            // What it says later must go somewhere: a full pipe would stop it.
            _ = child.StandardOutput.ReadToEndAsync();
            return new ChildApp(child, new Uri(line["Listening on ".Length..]));
        }

        throw new InvalidOperationException($"The app ended with {child.ExitCode} before it was ready.");
    }

    public async Task<JsonNode?> Call(string path, object body, string operationId, string key = "kkr-pos.local")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.Add("Idempotency-Key", operationId);
        using var response = await http.SendAsync(request);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync());
    }

    public async Task<JsonNode> Get(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "kkr-pos.local");
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    /// <summary>For calls of the local runtime, which answer nothing worth reading.</summary>
    public async Task Send(HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json") };
        request.Headers.Add("x-functions-key", "local");
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>As <c>kill -9</c> does it: no goodbye.</summary>
    public void Kill() => process.Kill(entireProcessTree: true);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (!process.HasExited)
            Kill();
        await process.Ended();
        process.Dispose();
    }
}
