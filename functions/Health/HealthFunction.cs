using System.Reflection;
using Functions.Http;
using Functions.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Health;

public sealed record HealthAnswer(string Status, string Version, string Store);

/// <summary>200 while the store answers, 503 while it does not.</summary>
public sealed class HealthFunction(CosmosStore store)
{
    private static readonly string Version =
        typeof(HealthFunction).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    [Function("Health"), Access(Role.Public)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/health")] HttpRequest request)
    {
        try
        {
            // A key nobody has: its absence is an answer too.
            await store.Keys.Find(":health", ":health", StoreJson.Readable.TerminalKey, request.Aborted());
            return Answer.Of(200, new HealthAnswer("ok", Version, "ok"), AnswerJson.Readable.HealthAnswer);
        }
        catch (StoreUnavailableException)
        {
            return Answer.Of(503, new HealthAnswer("unavailable", Version, "unavailable"), AnswerJson.Readable.HealthAnswer);
        }
    }
}
