using Microsoft.AspNetCore.Http;

namespace Functions.Http;

public static class RequestExtensions
{
    /// <summary>
    /// Cancelled when the caller has gone. A function has no parameter for it: the worker would bind one to a query or body field of its
    /// name.
    /// </summary>
    public static CancellationToken Aborted(this HttpRequest request) => request.HttpContext.RequestAborted;
}
