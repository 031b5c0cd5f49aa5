using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Functions.Tests.Contract;

/// <summary>The handler lets an exchange through that keeps the contract and names whatever breaks it.</summary>
public sealed class ContractHandlerTests
{
    private const string Health = """{"status":"ok","version":"1","store":"ok"}""";
    private const string Award = """{"card":"4101204107050682","amountYen":1000,"facility":"tokyo","department":"lodging"}""";

    [Fact]
    public async Task AnExchangeThatKeepsTheContract_Passes()
    {
        await Get("api/health", Answer(200, Health));
        await Get("api/nowhere", Answer(404, ""));
        await Post("api/balance", """{"card":1,"more":1}""", Wrong("""{"card":["must be a string"],"more":["is not known"]}"""));
        await Post("api/awards", Award.Replace("tokyo", "paris", StringComparison.Ordinal), Wrong("""{"facility":["must be one of tokyo"]}"""), "a");
        await Post("api/awards", Award.Replace("1000", "1e3", StringComparison.Ordinal), Wrong("""{"amountYen":["must be a whole number from 0 to 999999999"]}"""), "a");
    }

    [Fact]
    public async Task AnAnswerThatIsNotDeclared_IsNamed()
    {
        await Breaks(() => Get("api/health", Answer(204, "")), "status 204 is not declared");
        await Breaks(() => Get("api/health", Answer(200, Health, "text/html")), "Content-Type must be application/json");
        await Breaks(() => Get("api/health", Answer(200, """{"status":"ok","version":"1"}""")), "answer store is missing");
        await Breaks(() => Get("api/health", Answer(200, "{")), "is not JSON");
        await Breaks(() => Get("api/nowhere", Answer(200, "{}")), "is not in openapi.yaml");
        await Breaks(() => Post("api/local/feed/drain", "", Answer(200, "{}")), "must have no body");
    }

    [Fact]
    public async Task AProblem_MustBeOneOfTheCall_AndSayTheSameAsItsStatusAndHeaders()
    {
        await Breaks(() => Post("api/awards", Award, Problem(409, "insufficient-points")), "code must be one of");
        await Breaks(() => Post("api/awards", Award, Problem(409, "brand-new")), "fits none of");
        await Breaks(() => Post("api/awards", Award, Problem(410, "card-retired", said: 409)), "answer status must be 410");
        await Breaks(() => Post("api/awards", Award, Problem(429, "too-many-requests")), "Retry-After is missing");
        await Breaks(() => Post("api/awards", Award, Problem(401, "unauthorized")), "WWW-Authenticate is missing");
        await Breaks(() => Post("api/awards", Award, Problem(500, "internal-error")), "500 is declared");
    }

    [Fact]
    public async Task ARequestThatWasTaken_MustFitTheContract()
    {
        var state = """{"state":"fenced"}""";
        await Breaks(() => Post("api/cards/4101204107050682/operations/a/fence", "{}", Answer(200, state)), "request must have no body");
        await Breaks(() => Post("api/cards/410/operations/a/fence", "", Answer(200, state)), "request cardNumber must match");
        await Breaks(() => Post("api/cards/4101204107050682/operations/a/fence?now=1", "", Answer(200, state)), "request now is no parameter");
        await Breaks(() => Post("api/balance", """{"card":"x","more":1}""", Answer(200, "{}")), "request more must not be there");
    }

    [Fact]
    public async Task WhatTheAppCallsWrong_TheContractMustCallWrong_AndTheOtherWayRound()
    {
        await Breaks(() => Post("api/balance", """{"card":"x"}""", Wrong("""{"card":["must be longer"]}""")), "request card was refused");
        await Breaks(() => Post("api/balance", """{"card":1,"more":1}""", Wrong("""{"card":["must be a string"]}""")), "request more must not be there");
        await Breaks(() => Get("api/programs/kkr?on=2026-01-01", Wrong("""{"on":["must be a date"]}""")), "request on was refused");
        await Breaks(() => Post("api/awards", Award, Problem(400, "idempotency-key-invalid"), operationId: "fine"), "finds its operation id right");
    }

    private static Task Get(string path, HttpResponseMessage answer) => Send(HttpMethod.Get, path, null, answer, null);

    private static Task Post(string path, string body, HttpResponseMessage answer, string? operationId = null) =>
        Send(HttpMethod.Post, path, body.Length == 0 ? null : body, answer, operationId);

    private static async Task Send(HttpMethod method, string path, string? body, HttpResponseMessage answer, string? operationId)
    {
        using var http = new HttpClient(new ContractHandler(new Fixed(answer)));
        using var request = new HttpRequestMessage(method, new Uri($"http://localhost/{path}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "kkr-pos.local");
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (operationId is not null)
            request.Headers.Add("Idempotency-Key", operationId);
        using var response = await http.SendAsync(request);
    }

    private static async Task Breaks(Func<Task> call, string problem) =>
        Assert.Contains(problem, (await Assert.ThrowsAsync<ContractViolationException>(call)).Message, StringComparison.Ordinal);

    private static HttpResponseMessage Wrong(string errors) => Problem(400, "invalid-fields", more: $",\"errors\":{errors}");

    private static HttpResponseMessage Problem(int status, string code, int? said = null, string more = "") => Answer(
        status, $$"""{"type":"urn:points:problem:{{code}}","title":"t","status":{{said ?? status}},"detail":"d","code":"{{code}}","clauses":[]{{more}}}""", "application/problem+json");

    private static HttpResponseMessage Answer(int status, string body, string type = "application/json") =>
        new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, type) };

    private sealed class Fixed(HttpResponseMessage answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer);
    }
}
