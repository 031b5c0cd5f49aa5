using System.Text.Json;
using Local.Cosmos;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Local.Tests.Host;

/// <summary>Where the database is: the names of the real extension and no others.</summary>
public sealed class ConnectionTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("connection").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task WithoutASetting_TheDatabaseIsTheAppsOwn_AndASettingReplacesIt()
    {
        await using var app = await FeedApp.Start(folder, _ => { });
        await using var other = await TestApp.Start();

        Assert.NotNull(app.Services.GetService<CosmosServer>());
        Assert.StartsWith("AccountEndpoint=http://127.0.0.1:0/;AccountKey=", app.Get<IConfiguration>()["Cosmos"], StringComparison.Ordinal);
        Assert.Null(other.Services.GetService<CosmosServer>());
    }

    [Fact]
    public async Task Cosmos_IsKnown()
    {
        await using var app = await FeedApp.Start(folder, _ => { }, typeof(TypedFeed));

        await app.Write("kkr-1", 500);
        await app.Drain();

        Assert.Equal(["kkr-1 has 500"], app.Calls.All);
    }

    [Fact]
    public async Task CosmosConnectionString_IsNotKnown()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => TestApp.Start(["--Cosmos:ConnectionString=AccountEndpoint=http://127.0.0.1:1/;AccountKey=bm8="], _ => { }));

        Assert.Equal(
            "A Cosmos trigger does not know the setting Cosmos__ConnectionString: name the connection string Cosmos.", refused.Message);
    }

    [Fact]
    public async Task AConnectionThatNobodySet_DoesNotStart()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => FeedApp.Start(folder, _ => { }, typeof(ElsewhereFeed)));

        Assert.Equal(
            "A Cosmos trigger names the connection 'Elsewhere', but there is no setting Elsewhere with a connection string.",
            refused.Message);
    }

    [Fact]
    public async Task AnIdentityOfAzure_CannotBeUsedHere()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => FeedApp.Start(
            folder,
            builder => builder.Configuration["Elsewhere:accountEndpoint"] = "https://x.documents.azure.com/",
            typeof(ElsewhereFeed)));

        Assert.Equal(
            "A Cosmos trigger names the connection 'Elsewhere', but there is no setting Elsewhere with a connection string. "
            + "An identity of Azure cannot be used from here.",
            refused.Message);
    }

    [Fact]
    public async Task APortThatIsTaken_IsAWarning()
    {
        var log = new LogLines();
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;

        await using var app = await TestApp.Start(
            [$"--POINTS_DATA={folder}", $"--COSMOS_PORT={port}"], builder => builder.Logging.AddProvider(log));

        Assert.Contains(log.Lines, line =>
            line.Level == LogLevel.Warning && line.Text.StartsWith($"Port {port} is taken, ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ASecondAppOnTheSameData_DoesNotStart()
    {
        await using var app = await TestApp.Start([$"--POINTS_DATA={folder}"], _ => { });

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.Start([$"--POINTS_DATA={folder}"], _ => { }));

        Assert.Equal($"Another process has the Cosmos data in {folder} open. Stop it, or use another folder.", refused.Message);
    }
}

public sealed class ElsewhereFeed
{
    [Function("Elsewhere")]
    public void Run([CosmosDBTrigger("points", "accounts", Connection = "Elsewhere")] IReadOnlyList<JsonElement> items)
    {
    }
}
