using Microsoft.AspNetCore.Http;

namespace Functions.Web;

/// <summary>Sends the browser on to a page of this site, so that going back or reloading sends no form again.</summary>
public sealed class SeeOther(string address) : IResult
{
    public string Address => address;

    public static SeeOther To(string address) => new(address);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = address;
        httpContext.Response.Headers.CacheControl = "no-store";
        httpContext.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Task.CompletedTask;
    }
}
