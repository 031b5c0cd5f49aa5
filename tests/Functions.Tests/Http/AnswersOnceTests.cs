using Functions.Tests.Mail;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Functions.Tests.Http;

/// <summary>An answer goes to the caller alone: the host would get it a second time, with form tokens and personal data in it.</summary>
public sealed class AnswersOnceTests : IAsyncLifetime
{
    private readonly LogLines log = new();
    private Backend app = null!;

    public async ValueTask InitializeAsync()
    {
        app = await Backend.Start();
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("", 200)]
    [InlineData("mypage/kkr/register", 200)]
    [InlineData("front", 303)]
    [InlineData("assets/nothing.css", 404)]
    [InlineData("api/programs", 200)]
    [InlineData("api/cards/4101000000000000", 404)]
    public async Task NothingOfAnAnswerIsSentToTheHostAsWell(string path, int status)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(app.Http.BaseAddress!, path));
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer kkr-front.local");

        using var response = await http.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        // The host of this machine says so when it gets an answer that the caller already has.
        Assert.DoesNotContain(log.All, line => line.Contains("bytes of it again", StringComparison.Ordinal));
    }
}
