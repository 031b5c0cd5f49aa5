using Local.Cosmos;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Local.Host.Store;

/// <summary>What the app asked of its store since the start, for benchmarks and curious people.</summary>
static class StoreCalls
{
    public static void Map(IEndpointRouteBuilder routes, CosmosServer? server)
    {
        if (server is null)
            return;
        routes.MapGet("/api/local/store", (HttpContext http) =>
        {
            var counts = server.Requests.Snapshot();
            var reads = counts.Requests(RequestKind.Read);
            var batches = counts.Requests(RequestKind.Batch);
            return http.Response.WriteAsJsonAsync(new { reads, batches, total = counts.ItemRequests() - counts.ItemRequests("leases") });
        });
    }
}
