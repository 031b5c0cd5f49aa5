using Local.Worker.Http;

namespace Microsoft.Azure.Functions.Worker.Builder;

public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    /// <summary>Middleware registered after this call sees the HttpContext and runs before the result is executed.</summary>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        if (builder.ServesHttp)
            return builder;
        builder.ServesHttp = true;
        builder.Use(HttpProxying.Around);
        return builder;
    }
}
