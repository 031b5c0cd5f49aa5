using Microsoft.Extensions.Logging;

namespace Local.Host.Settings;

/// <summary>Logs go to stderr, so that stdout has only the functions and the one line that says it is ready.</summary>
static class LocalLogging
{
    public static void AddLocalConsole(this ILoggingBuilder logging, IEnumerable<KeyValuePair<string, string>> levels)
    {
        logging.AddSimpleConsole(console => console.SingleLine = true);
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        // A function that failed is the host's to tell: it knows whether it is tried again, and whether anybody waits for it.
        logging.AddFilter("Microsoft.Azure.Functions.Worker.FunctionsApplication", LogLevel.None);
        // MVC brings it along, and nothing here is protected with it.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // While this logger is on at all, the server makes an Activity and a log scope for every request.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        foreach (var (category, level) in levels)
        {
            if (Enum.TryParse<LogLevel>(level, ignoreCase: true, out var parsed))
                logging.AddFilter(category.Equals("default", StringComparison.OrdinalIgnoreCase) ? null : category, parsed);
        }
    }
}
