using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Local.Host.Feed;

static class FeedCalls
{
    /// <summary>
    /// Answers 200 once every change committed before the call has been handled by all change feed functions, and what they wrote in turn.
    /// </summary>
    public static void Map(IEndpointRouteBuilder endpoints, FeedFunctions feeds) =>
        endpoints.MapMethods("/api/local/feed/drain", ["POST"], http => feeds.AreRead
            ? feeds.Drain(http.RequestAborted)
            : Results.Problem("Nobody reads the change feeds: Local:Feeds is false.", statusCode: StatusCodes.Status409Conflict)
                .ExecuteAsync(http));
}
