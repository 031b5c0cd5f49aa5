using System.Text;
using Local.Host.Feed;
using Microsoft.Azure.Functions.Worker;

namespace Local.Tests.Host;

/// <summary>Changed documents go through the host's own JSON reader, which understands dates.</summary>
public sealed class FeedDocumentsTests
{
    [Theory]
    [InlineData("2026-11-29T05:03:33.007+09:00", "2026-11-28T20:03:33.007+00:00")]
    [InlineData("2026-11-29T05:03:33.1200000Z", "2026-11-29T05:03:33.12Z")]
    [InlineData("2026-11-29T05:03:33Z", "2026-11-29T05:03:33Z")]
    [InlineData("2026-11-29T05:03:33", "2026-11-29T05:03:33")]
    [InlineData("2026-11-29", "2026-11-29")]
    [InlineData("on 2026-11-29T05:03:33Z", "on 2026-11-29T05:03:33Z")]
    public void ADate_ArrivesInTheHostsOwnWriting(string written, string arrived)
    {
        Assert.Equal($$"""[{"at":"{{arrived}}"}]""", Read($$"""[{"at":"{{written}}"}]"""));
        Assert.Equal($$"""[{"deep":[{"at":"{{arrived}}"}]}]""", Read($$"""[{"deep":[{"at":"{{written}}"}]}]"""));
    }

    [Fact]
    public void Documents_OfAPage_AreTakenOutOfIt() =>
        Assert.Equal("""[{"id":"1"},{"id":"2"}]""", Read("""{"_rid":"x","Documents":[{"id":"1"}, {"id":"2"}],"_count":2}"""));

    [Fact]
    public void APageWithoutDocuments_IsNone() => Assert.Null(Read("""{"Documents":[]}"""));

    [Fact]
    public async Task AFunction_GetsTheDateThatArrived()
    {
        var folder = Directory.CreateTempSubdirectory("dates").FullName;
        await using (var app = await FeedApp.Start(folder, _ => { }, typeof(DatesFeed)))
        {
            await app.Accounts().UpsertItemAsync(new { Id = "1", AccountId = "a", At = "2026-11-29T05:03:33.007+09:00" });
            await app.Drain();

            Assert.Equal(["2026-11-28T20:03:33.007+00:00"], app.Calls.All);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static string? Read(string page) => FeedDocuments.Read(new MemoryStream(Encoding.UTF8.GetBytes(page)));
}

public sealed class DatesFeed(Calls calls)
{
    [Function("Dates")]
    public void Run(
        [CosmosDBTrigger("points", "accounts", Connection = "Cosmos", StartFromBeginning = true)]
        IReadOnlyList<System.Text.Json.JsonElement> items)
    {
        foreach (var item in items)
            calls.Add(item.GetProperty("at").GetString()!);
    }
}
