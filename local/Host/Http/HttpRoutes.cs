using Local.Host.Functions;
using Local.Host.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Local.Host.Http;

/// <summary>
/// All routes in the real host's order: by function name, and the first template that matches wins; a literal one is not preferred.
/// </summary>
sealed class HttpRoutes
{
    private readonly Lazy<Task<HttpRoute[]>> all;

    public HttpRoutes(HostedFunctions functions, HostJson host, IInlineConstraintResolver constraints) =>
        all = new(async () => Ordered(await functions.All, host.RoutePrefix, constraints));

    /// <exception cref="InvalidOperationException">A route that Azure would refuse, or a function that wants a key.</exception>
    public Task<HttpRoute[]> All => all.Value;

    public static HostedFunction? Match(HttpRoute[] routes, HttpContext http, out RouteValueDictionary values)
    {
        var segments = http.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        foreach (var route in routes)
        {
            if (route.TryMatch(http, segments, out values))
                return route.Function;
        }

        values = [];
        return null;
    }

    private static HttpRoute[] Ordered(
        IReadOnlyList<HostedFunction> functions, string routePrefix, IInlineConstraintResolver constraints) =>
    [
        .. functions.Where(function => function.Trigger is HttpTrigger)
            .OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase)
            .Select(function => new HttpRoute(function, routePrefix, constraints)),
    ];
}
