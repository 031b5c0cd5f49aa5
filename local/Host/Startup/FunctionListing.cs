using Local.Host.Functions;

namespace Local.Host.Startup;

/// <summary>What func prints at the start: every function with what triggers it.</summary>
static class FunctionListing
{
    public static IEnumerable<string> Lines(IEnumerable<HostedFunction> functions, Uri address, string routePrefix) =>
        functions.OrderBy(f => f.Trigger is not HttpTrigger).ThenBy(f => f.Name, StringComparer.Ordinal)
            .Select(f => $"{Said(f, address, routePrefix)}  {f.Name}");

    private static string Said(HostedFunction function, Uri address, string routePrefix) => function.Trigger switch
    {
        HttpTrigger http =>
            $"{Methods(http.Methods)} {address.GetLeftPart(UriPartial.Authority)}{Path(http.Route ?? function.Name, routePrefix)}",
        TimerTrigger timer => $"timer {timer.Schedule}",
        CosmosTrigger cosmos => $"cosmos {cosmos.DatabaseName}/{cosmos.ContainerName}",
        var other => throw new InvalidOperationException($"{other.GetType().Name} is not listed."),
    };

    private static string Path(string route, string routePrefix) => routePrefix.Length == 0 ? $"/{route}" : $"/{routePrefix}/{route}";

    private static string Methods(string[]? methods) =>
        methods is { Length: > 0 } ? string.Join(',', methods).ToUpperInvariant() : "ANY";
}
