using Functions.Keys;
using Functions.Web;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Functions.Http;

/// <summary>Turns <c>Authorization: Bearer keyId.secret</c> into a <see cref="Caller"/>, or answers 401 or 403. Pages have sessions instead.</summary>
public sealed class AuthenticationMiddleware(KeyStore keys) : IFunctionsWorkerMiddleware
{
    private const string Scheme = "Bearer ";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http || AccessAttribute.Of(context) is { Role: Role.Public or Role.Member } || PageAttribute.IsOn(context))
        {
            await next(context);
            return;
        }

        string? header = http.Request.Headers.Authorization;
        var caller = header is not null && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? await keys.Authenticate(header.AsMemory(Scheme.Length), context.CancellationToken)
            : null;
        if (caller is null)
        {
            context.GetInvocationResult().Value = new Problem(401, "unauthorized", "A valid key is needed.", "Send Authorization: Bearer <keyId>.<secret>.");
            return;
        }

        if (caller.Role < AccessAttribute.Of(context).Role)
        {
            context.GetInvocationResult().Value = new Problem(403, "forbidden", "The key's role does not allow this.",
                $"This call needs the role {AccessAttribute.Of(context).Role.ToString().ToLowerInvariant()}.");
            return;
        }

        http.Features.Set(caller);
        await next(context);
    }
}
