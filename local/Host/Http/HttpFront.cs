using Local.Host.Functions;
using Local.Host.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Local.Host.Http;

/// <summary>
/// The host's side of a request, around the worker's own server: it finds the function, tells the worker of the invocation and then passes
/// the request on, as the real host does over a second connection.
/// </summary>
sealed class HttpFront(WorkerChannel channel, HttpRoutes routes, LocalCalls calls, ILoggerFactory loggers) : IStartupFilter
{
    private const string InvocationHeader = "x-ms-invocation-id";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        // The worker asks for a port of its own; here its server is the front, and listens where the settings say.
        app.ServerFeatures.Get<IServerAddressesFeature>()?.Addresses.Clear();
        calls.Map(app);
        app.Use(Invoke);
        next(app);
    };

    private async Task Invoke(HttpContext http, RequestDelegate worker)
    {
        // Whoever comes before the functions are loaded waits for them.
        if (HttpRoutes.Match(await routes.All.WaitAsync(http.RequestAborted), http, out var route) is not { } function)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var id = Guid.NewGuid().ToString();
        var request = new InvocationRequest { InvocationId = id, FunctionId = function.Id };
        request.InputData.Add(new ParameterBinding { Name = function.Parameter, Data = new TypedData { Http = new RpcHttp() } });
        if (await Body(http) is not { } body)
            return;
        TriggerMetadata.Fill(request.TriggerMetadata, http.Request, body, route);
        // As in the real host a client's own id stays, and the two sides never meet: 500 after the worker's time-out.
        http.Request.Headers.TryAdd(InvocationHeader, id);
        SetForwarded(http);
        await Run(function, request, http, worker);
    }

    private async Task Run(HostedFunction function, InvocationRequest request, HttpContext http, RequestDelegate worker)
    {
        var running = channel.Invoke(request);
        await using var gone = http.RequestAborted.Register(() => channel.Cancel(request.InvocationId));
        try
        {
            await worker(http);
            var response = await running;
            if (response.ReturnValue?.CalculateSize() is > 0 and var again)
                LoggerOf(function).LogWarning("{Function} sent its answer and {Bytes} bytes of it again", function.Name, again);
            var result = response.Result;
            if (result.Status == StatusResult.Types.Status.Success)
                return;
            if (!http.RequestAborted.IsCancellationRequested)
                LoggerOf(function).LogError("{Function} failed: {Reason}", function.Name, result.Exception?.Message);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
            return;
        }
        catch (Exception lost) when (lost is TimeoutException or InvalidOperationException or OperationCanceledException)
        {
            LoggerOf(function).LogError("{Function} was not run: {Reason}", function.Name, lost.Message);
        }

        Fail(http);
    }

    private ILogger LoggerOf(HostedFunction function) => loggers.CreateLogger($"Function.{function.Name}");

    /// <summary>What has begun cannot be taken back.</summary>
    private static void Fail(HttpContext http)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }

    /// <summary>
    /// The host reads a body that says its length as a whole before the worker hears of it. Null where it could not: that is answered, or
    /// nobody is there.
    /// </summary>
    private static async Task<byte[]?> Body(HttpContext http)
    {
        if (http.Request.ContentLength is not > 0)
            return [];
        using var body = new MemoryStream();
        try
        {
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        }
        catch (BadHttpRequestException bad)
        {
            var isTooLarge = bad.StatusCode == StatusCodes.Status413PayloadTooLarge;
            http.Response.StatusCode = isTooLarge ? bad.StatusCode : StatusCodes.Status500InternalServerError;
            return null;
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Who hung up in the middle gets no answer.
            return null;
        }

        var bytes = body.ToArray();
        http.Request.Body = new MemoryStream(bytes, writable: false);
        return bytes;
    }

    /// <summary>The host's own peer, scheme and name, whatever the request said.</summary>
    private static void SetForwarded(HttpContext http)
    {
        http.Request.Headers["X-Forwarded-For"] = http.Connection.RemoteIpAddress?.ToString();
        http.Request.Headers["X-Forwarded-Proto"] = http.Request.Scheme;
        http.Request.Headers["X-Forwarded-Host"] = http.Request.Host.Value;
    }
}
