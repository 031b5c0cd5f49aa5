using System.Net;
using System.Text.Json;
using Microsoft.Azure.Cosmos;
using static Local.Tests.Cosmos.ContainerReading;

namespace Local.Tests.Cosmos;

/// <summary>What an operator, a log or another client reads beside the body.</summary>
public sealed class HeaderTests : IAsyncLifetime
{
    private const string Activity = "11111111-2222-3333-4444-555555555555";
    private Sandbox sandbox = null!;

    public async ValueTask InitializeAsync() => sandbox = await Sandbox.Open();

    public ValueTask DisposeAsync() => sandbox.DisposeAsync();

    [Theory]
    [InlineData("", 200)]
    [InlineData("dbs/points/colls/items", 200)]
    [InlineData("dbs/points/colls/items/docs/none", 404)]
    [InlineData("dbs/points/colls/none/docs/a", 404)]
    [InlineData("dbs/points/colls/items/sprocs", 404)]
    public async Task ActivityId_ComesBack_OnEveryAnswer(string path, int status)
    {
        using var answer = await Get(path, ("x-ms-activity-id", Activity), ("x-ms-documentdb-partitionkey", "[\"p\"]"));
        Assert.Equal((status, Activity), ((int)answer.StatusCode, Header(answer, "x-ms-activity-id")));
    }

    [Fact]
    public async Task ActivityId_ThatIsMissing_IsMade()
    {
        using var answer = await Get("dbs/points");
        Assert.True(Guid.TryParse(Header(answer, "x-ms-activity-id"), out _));
    }

    [Fact]
    public async Task ContentPath_IsTheRidOfTheContainerOrDatabaseAround()
    {
        var database = (await sandbox.Database.ReadAsync()).Resource.SelfLink.Split('/')[1];
        var container = (await sandbox.Items.ReadContainerAsync()).Resource.SelfLink.Split('/')[3];
        using var items = await Get("dbs/points/colls/items/docs");
        using var containers = await Get("dbs/points/colls/items");
        Assert.Equal((container, database), (Header(items, "x-ms-content-path"), Header(containers, "x-ms-content-path")));
    }

    [Fact]
    public async Task SessionToken_FromTheFuture_Is404With1002()
    {
        await sandbox.Items.CreateItemAsync(Doc.Of("a"), P);
        (string Token, int Status)[] answers =
            [("0:-1#1", 200), ("0:-1#2", 404), ("0:-1#2#1=2", 404), ("0:1", 200), ("0:-1#1,1:-1#7", 404)];
        foreach (var (token, status) in answers)
        {
            using var answer = await Get(
                "dbs/points/colls/items/docs/a", ("x-ms-session-token", token), ("x-ms-documentdb-partitionkey", "[\"p\"]"));
            Assert.Equal(status, (int)answer.StatusCode);
            if (status == 200)
                continue;
            Assert.Equal("1002", Header(answer, "x-ms-substatus"));
            Assert.Contains(
                "The read session is not available for the input session token",
                await answer.Content.ReadAsStringAsync(),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task SessionToken_FromTheFuture_ThroughTheSdk()
    {
        await sandbox.Items.CreateItemAsync(Doc.Of("a"), P);
        var options = new ItemRequestOptions { SessionToken = "0:-1#99", ConsistencyLevel = ConsistencyLevel.Session };
        var error = await Assert.ThrowsAsync<CosmosException>(() => sandbox.Items.ReadItemAsync<Doc>("a", P, options));
        Assert.Equal((HttpStatusCode.NotFound, 1002), (error.StatusCode, error.SubStatusCode));
    }

    [Fact]
    public async Task Account_IsStrong()
    {
        Assert.Equal(ConsistencyLevel.Strong, (await sandbox.Client.ReadAccountAsync()).Consistency.DefaultConsistencyLevel);
        using var answer = await Get("");
        using var account = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal("Strong", account.RootElement.GetProperty("userConsistencyPolicy").GetProperty("defaultConsistencyLevel").GetString());
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? values.Single() : null;

    private async Task<HttpResponseMessage> Get(string path, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient(sandbox.Server.CreateHandler());
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:8081/{path}");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await http.SendAsync(request);
    }
}
