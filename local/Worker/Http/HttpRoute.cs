using Local.Worker.Functions;

namespace Local.Worker.Http;

/// <summary>The rules of the real host about routes, so that what it refuses is refused here too.</summary>
static class HttpRoute
{
    public static string Of(Function function, string routePrefix)
    {
        var route = function.Http!.Route is { Length: > 0 } own ? own : function.Name;
        if (route.StartsWith('/'))
            throw new InvalidOperationException($"Function '{function.Name}': the route '{route}' begins with a slash, which breaks every route in Azure.");
        var first = route.Split('/')[0];
        if (routePrefix.Length == 0 && (Is(first, "admin") || Is(first, "runtime")))
            throw new InvalidOperationException($"Function '{function.Name}': routes beginning with '{first}' belong to the host.");
        return routePrefix.Length == 0 ? $"/{route}" : $"/{routePrefix}/{route}";
    }

    private static bool Is(string segment, string reserved) => segment.Equals(reserved, StringComparison.OrdinalIgnoreCase);
}
