using Local.Worker;
using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker;

public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>What the function returned; a middleware may replace its value.</summary>
    public static InvocationResult GetInvocationResult(this FunctionContext context) =>
        ((Invocation)context).Result;
}

public static class FunctionContextExtensions
{
    /// <summary>Null for other triggers, and in a middleware registered before ConfigureFunctionsWebApplication().</summary>
    public static HttpContext? GetHttpContext(this FunctionContext context) =>
        ((Invocation)context).HttpContext;
}
