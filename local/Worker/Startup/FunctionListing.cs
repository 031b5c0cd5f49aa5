using Local.Worker.Functions;
using Local.Worker.Http;

namespace Local.Worker.Startup;

/// <summary>What func prints at the start: every function with what triggers it.</summary>
static class FunctionListing
{
    public static IEnumerable<string> Lines(IEnumerable<Function> functions, Uri address, string routePrefix) =>
        functions.OrderBy(f => f.Http is null).ThenBy(f => f.Name, StringComparer.Ordinal).Select(f => $"{Trigger(f, address, routePrefix)}  {f.Name}");

    private static string Trigger(Function function, Uri address, string routePrefix) => function switch
    {
        { Http: { } http } => $"{Methods(http.Methods)} {address.GetLeftPart(UriPartial.Authority)}{HttpRoute.Of(function, routePrefix)}",
        { Timer: { } timer } => $"timer {timer.Schedule}",
        { Cosmos: { } cosmos } => $"cosmos {cosmos.DatabaseName}/{cosmos.ContainerName}",
        _ => "?",
    };

    private static string Methods(string[]? methods) =>
        methods is { Length: > 0 } ? string.Join(',', methods).ToUpperInvariant() : "ANY";
}
