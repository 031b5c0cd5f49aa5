using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Local.Worker.Http;

/// <summary>The real host answers 404 where ASP.NET Core's routing answers 405.</summary>
static class WrongMethod
{
    public static RequestDelegate IsNotFound(RequestDelegate next) => http =>
    {
        // Routing chooses an endpoint of its own, which has no route, to refuse a method.
        if (http.GetEndpoint() is not (null or RouteEndpoint))
            http.SetEndpoint(null);
        return next(http);
    };
}
