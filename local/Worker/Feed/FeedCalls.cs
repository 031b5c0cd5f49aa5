using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Local.Worker.Feed;

static class FeedCalls
{
    /// <summary>Answers 200 once every change committed before the call has been handled by all change feed functions, and what they wrote in turn.</summary>
    public static void Map(IEndpointRouteBuilder endpoints, FeedFunctions feeds) =>
        endpoints.MapMethods("/api/local/feed/drain", ["POST"], http => feeds.Drain(http.RequestAborted));
}
