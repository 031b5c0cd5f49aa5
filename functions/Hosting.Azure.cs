using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.ApplicationInsights;

namespace Functions;

/// <summary>Where logs go in Azure: straight from the worker to Application Insights. Only the Azure build has this file.</summary>
static class Hosting
{
    public static void Begin(FunctionsApplicationBuilder builder)
    {
        // Points are counted from these events: sampling would lose some. host.json samples what the host itself sends.
        builder.Services.AddApplicationInsightsTelemetryWorkerService(options =>
        {
            options.EnableAdaptiveSampling = false;
            options.EnableDependencyTrackingTelemetryModule = false;
            options.EnablePerformanceCounterCollectionModule = false;
        });
        builder.Services.ConfigureFunctionsApplicationInsights();

        // The package comes with a rule that lets only warnings through; ours are below.
        builder.Services.Configure<LoggerFilterOptions>(options =>
        {
            var warningsOnly = options.Rules.FirstOrDefault(rule => rule.ProviderName == typeof(ApplicationInsightsLoggerProvider).FullName);
            if (warningsOnly is not null)
                options.Rules.Remove(warningsOnly);
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Azure", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
    }
}
