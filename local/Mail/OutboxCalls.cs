using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Local.Mail;

/// <summary>The outbox over HTTP: GET lists what was sent, DELETE empties it.</summary>
static class OutboxCalls
{
    private const string ClientName = "mail";
    private const string Route = "/api/local/outbox";

    public static void AddServices(IServiceCollection services, string dataFolder)
    {
        services.AddSingleton(s => new Outbox(dataFolder, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<MailFaults>();
        services.AddHttpClient(ClientName).RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(s => new OutboxHandler(s.GetRequiredService<Outbox>(), s.GetRequiredService<MailFaults>()))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
    }

    public static void Map(IEndpointRouteBuilder endpoints, Outbox outbox)
    {
        endpoints.MapMethods(Route, ["GET"], http => Results.Json(outbox.List()).ExecuteAsync(http));
        endpoints.MapMethods(Route, ["DELETE"], http =>
        {
            outbox.Clear();
            return Results.Json(outbox.List()).ExecuteAsync(http);
        });
    }
}
