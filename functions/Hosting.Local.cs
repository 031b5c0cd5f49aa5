using Local.Host;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Extensions.DependencyInjection;

namespace Functions;

/// <summary>
/// On this machine the host runs in the app's own process, with clock, store, outbox and journal of its own. Only the Local build has this file.
/// </summary>
static class Hosting
{
    public static void Begin(FunctionsApplicationBuilder builder)
    {
        LocalHost.AddTo(builder);
        // The worker would look for them in the program that was started, which in a test is not the app.
        builder.Services.AddSingleton<IFunctionMetadataProvider, GeneratedFunctionMetadataProvider>();
        builder.Services.AddSingleton<IFunctionExecutor, DirectFunctionExecutor>();
    }
}
