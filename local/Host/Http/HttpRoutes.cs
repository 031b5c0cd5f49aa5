using Local.Host.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Local.Host.Http;

/// <summary>All routes in the real host's order: by function name, and the first template that matches wins; a literal one is not preferred.</summary>
sealed class HttpRoutes(IReadOnlyList<HostedFunction> functions, string routePrefix, IInlineConstraintResolver constraints)
{
    private readonly HttpRoute[] routes = [.. functions.Where(function => function.Trigger is HttpTrigger)
        .OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase)
        .Select(function => new HttpRoute(function, routePrefix, constraints))];

    public HostedFunction? Match(HttpContext http, out RouteValueDictionary values)
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
}
