using Local.Clock;
using Local.Cosmos;
using Local.Host.Feed;
using Local.Host.Settings;
using Local.Host.Store;
using Local.Host.Timers;
using Local.Mail;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Local.Host.Http;

/// <summary>
/// What is answered by the host and not by a function: calls that exist on this machine only, and the admin calls of every host.
/// </summary>
sealed class LocalCalls(
    TestClock clock, Outbox outbox, FeedFunctions feeds, TimerFunctions timers, AdminKey key, IEnumerable<CosmosServer> servers)
{
    public void Map(IApplicationBuilder app)
    {
        app.MapWhen(http => http.Request.Path.StartsWithSegments("/api/local", StringComparison.OrdinalIgnoreCase), local =>
        {
            local.UseRouting();
            local.UseEndpoints(endpoints =>
            {
                ClockCalls.Map(endpoints, clock);
                OutboxCalls.Map(endpoints, outbox);
                StoreCalls.Map(endpoints, servers.SingleOrDefault());
                FeedCalls.Map(endpoints, feeds);
            });
        });
        app.MapWhen(http => http.Request.Path.StartsWithSegments("/admin", StringComparison.OrdinalIgnoreCase), admin =>
        {
            admin.Use((http, next) => key.Opens(http.Request) ? next(http) : Refuse(http));
            admin.UseRouting();
            admin.UseEndpoints(endpoints => AdminCalls.Map(endpoints, timers));
        });
    }

    private static Task Refuse(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }
}
