using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

public static class MiddlewareWorkerApplicationBuilderExtensions
{
    public static IFunctionsWorkerApplicationBuilder UseMiddleware<T>(this IFunctionsWorkerApplicationBuilder builder)
        where T : class, IFunctionsWorkerMiddleware
    {
        builder.Services.AddSingleton<T>();
        return builder.Use(next =>
        {
            // A middleware is a singleton: it is looked up once, not at every call.
            T? middleware = null;
            return context => (middleware ??= context.InstanceServices.GetRequiredService<T>()).Invoke(context, next);
        });
    }

    public static IFunctionsWorkerApplicationBuilder UseWhen<T>(
        this IFunctionsWorkerApplicationBuilder builder, Func<FunctionContext, bool> predicate)
        where T : class, IFunctionsWorkerMiddleware
    {
        builder.Services.AddSingleton<T>();
        return builder.Use(next =>
        {
            T? middleware = null;
            return context => predicate(context)
                ? (middleware ??= context.InstanceServices.GetRequiredService<T>()).Invoke(context, next)
                : next(context);
        });
    }
}
