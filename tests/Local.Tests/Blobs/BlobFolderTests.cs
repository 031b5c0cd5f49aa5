using System.Net;
using System.Net.Http.Headers;
using Local.Blobs;

namespace Local.Tests.Blobs;

public sealed class BlobFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("blobs-").FullName;
    private readonly HttpClient http;

    public BlobFolderTests() => http = new HttpClient(new BlobFolder(folder)) { BaseAddress = new Uri("http://blobs.local/local/") };

    public void Dispose()
    {
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task ABlob_IsCreatedOnce_AndReadAsItWasWritten()
    {
        var first = await Send(HttpMethod.Put, "c?restype=container");
        var created = await Send(HttpMethod.Put, "c/a/b.json", "one");
        var again = await Send(HttpMethod.Put, "c/a/b.json", "two");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.Conflict), (first.StatusCode, created.StatusCode, again.StatusCode));
        Assert.Equal("BlobAlreadyExists", Assert.Single(again.Headers.GetValues("x-ms-error-code")));
        Assert.Equal("one", await (await Send(HttpMethod.Get, "c/a/b.json")).Content.ReadAsStringAsync());
        Assert.Equal("one", await File.ReadAllTextAsync(Path.Combine(folder, "c", "a", "b.json")));
    }

    [Fact]
    public async Task OfManyAtOnce_OneIsWritten_AndNobodyReadsHalfOfIt()
    {
        await Send(HttpMethod.Put, "c?restype=container");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Send(HttpMethod.Put, "c/b", new string((char)('a' + i), 100_000))));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Single((await (await Send(HttpMethod.Get, "c/b")).Content.ReadAsStringAsync()).Distinct());
        Assert.Equal(["b"], Directory.EnumerateFileSystemEntries(Path.Combine(folder, "c")).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("PUT", "none/b", HttpStatusCode.NotFound)]
    [InlineData("GET", "c/none", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "c/b", HttpStatusCode.MethodNotAllowed)]
    [InlineData("PUT", "c/%2e%2e%2fb", HttpStatusCode.BadRequest)]
    [InlineData("GET", "c/b?comp=metadata", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "c?restype=container", HttpStatusCode.Conflict)]
    public async Task WhatItDoesNotDo_ItRefuses(string method, string path, HttpStatusCode expected)
    {
        await Send(HttpMethod.Put, "c?restype=container");

        Assert.Equal(expected, (await Send(new HttpMethod(method), path, "x")).StatusCode);
    }

    [Fact]
    public async Task AWriteThatMightOverwrite_IsRefused()
    {
        await Send(HttpMethod.Put, "c?restype=container");

        var answer = await http.PutAsync(new Uri("c/b", UriKind.Relative), new StringContent("x"));

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Send(HttpMethod.Get, "c/b")).StatusCode);
    }

    private async Task<HttpResponseMessage> Send(HttpMethod method, string path, string? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content is null ? null : new StringContent(content) };
        if (method == HttpMethod.Put && content is not null)
            request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any);
        return await http.SendAsync(request);
    }
}
