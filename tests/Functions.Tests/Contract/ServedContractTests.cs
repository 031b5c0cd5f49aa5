namespace Functions.Tests.Contract;

/// <summary>The contract as callers get it.</summary>
[Collection(SharedApp.Name)]
public sealed class ServedContractTests(SharedBackend shared)
{
    [Fact]
    public async Task OpenApiYaml_IsServedByteForByte()
    {
        using var response = await shared.App.Http.GetAsync(new Uri("api/openapi.yaml", UriKind.Relative));

        Assert.Equal("application/yaml", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(await File.ReadAllBytesAsync(OpenApi.FilePath), await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task PublicCalls_NeedNoKey_AndKeepTheContract()
    {
        foreach (var path in new[] { "api/programs", "api/programs/kkr", "api/programs/kkr?on=2023-11-20", "api/health" })
            Assert.Equal(200, (await shared.App.Get(path, key: null)).Status);
        Assert.Equal((404, "program-unknown"), await Refused("api/programs/none"));
        Assert.Equal((400, "invalid-fields"), await Refused("api/programs/kkr?on=today"));
    }

    [Fact]
    public async Task LocalCalls_KeepTheContract()
    {
        await using var app = await Backend.StartWithFeeds();

        Assert.Equal(200, (await app.Get("api/local/clock", key: null)).Status);
        Assert.Equal(200, (await Local("{\"now\":\"2026-03-01T00:00:00+09:00\"}")).Status);
        Assert.Equal(400, (await Local("{\"now\":\"soon\"}")).Status);
        Assert.Equal(200, (await app.Send(HttpMethod.Delete, "api/local/clock", null, null, key: null)).Status);
        Assert.Equal(200, (await app.Post("api/local/feed/drain", null)).Status);
        Assert.Equal(404, (await app.Post("admin/functions/NoSuchTimer", new { input = "" })).Status);

        Task<Reply> Local(string body) =>
            app.Send(HttpMethod.Put, "api/local/clock", new StringContent(body, System.Text.Encoding.UTF8, "application/json"), null, key: null);
    }

    private async Task<(int, string?)> Refused(string path)
    {
        var reply = await shared.App.Get(path, key: null);
        return (reply.Status, reply.Code);
    }
}
