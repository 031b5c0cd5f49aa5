using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Functions.Http;

/// <summary>Who is believed about a client's address.</summary>
public enum AddressSource
{
    /// <summary>The connection alone: nobody stands before the host, as on a developer's machine.</summary>
    Peer,

    /// <summary>The platform's front end, by the last hop it noted in X-Forwarded-For; what a client wrote there comes before it.</summary>
    Platform,

    /// <summary>Our own Front Door profile, by X-Azure-ClientIP, where X-Azure-FDID is its id.</summary>
    FrontDoor,
}

/// <summary>
/// From where a request comes, decided here alone. The host writes its own peer, the platform's front end, into the X-Forwarded-For that
/// the worker sees, so all clients of an instance would be one; what the front end wrote is among the trigger's metadata. There a query
/// parameter or body field of that name comes first: such a request has no address of its own and is counted with all others of its peer
/// (and where the body is read, it is refused).
/// </summary>
public sealed class ClientAddress(FunctionContext context, HttpContext http, Settings settings)
{
    /// <summary>What the host calls all headers of the request as it got it.</summary>
    public const string HeadersName = "Headers";

    /// <summary>One client's text: an IPv4 address, or the network of 64 bits that one client has in IPv6.</summary>
    public static string Of(HttpContext http) => http.Features.GetRequiredFeature<ClientAddress>().Text();

    private string Text() => (Noted() ?? http.Connection.RemoteIpAddress) switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } v6 => Convert.ToHexString(v6.GetAddressBytes().AsSpan(0, 8)),
        var v4 => v4.ToString(),
    };

    private IPAddress? Noted() => settings.ClientAddressFrom switch
    {
        AddressSource.Peer => null,
        AddressSource.Platform => Parse(Original("X-Forwarded-For").Split(',')[^1]),
        AddressSource.FrontDoor when Original("X-Azure-FDID") == settings.FrontDoorId => Parse(Original("X-Azure-ClientIP")),
        AddressSource.FrontDoor => null,
        var other => throw new InvalidOperationException($"{other} is no source of addresses."),
    };

    private static IPAddress? Parse(string hop) => IPEndPoint.TryParse(hop.Trim(), out var noted) ? noted.Address : null;

    private string Original(string header) => OriginalHeaders()?
        .FirstOrDefault(original => original.Key.Equals(header, StringComparison.OrdinalIgnoreCase)).Value?.ToString() ?? "";

    /// <summary>Null where a query parameter or a body field stands in their place; what it says need not be JSON.</summary>
    private JsonObject? OriginalHeaders()
    {
        if (http.Request.Query.ContainsKey(HeadersName))
            return null;
        try
        {
            return JsonNode.Parse(context.BindingContext.BindingData.GetValueOrDefault(HeadersName) as string ?? "null") as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Lets whoever has the request ask for its client's address.</summary>
public sealed class ClientAddressMiddleware(Settings settings) : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http)
            http.Features.Set(new ClientAddress(context, http, settings));
        return next(context);
    }
}
