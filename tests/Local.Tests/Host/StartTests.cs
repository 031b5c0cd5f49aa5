using System.Collections.Immutable;
using Grpc.Core;
using Grpc.Net.Client;
using Local.Host.Rpc;
using Local.Host.Startup;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Local.Tests.Host;

public sealed class StartTests
{
    [Fact]
    public async Task ARequestBeforeTheFunctionsAreLoaded_IsAnsweredOnceTheyAre()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var host = TestApp.Build(
            [TestApp.NoDatabase],
            builder => builder.Services.AddSingleton<IFunctionMetadataProvider>(
                new LateFunctions(TestApp.FunctionsOf(typeof(RoutedFunctions)), gate.Task)));
        var starting = host.StartAsync();
        var addresses = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        await Patience.Until(() => addresses.Any(address => !address.EndsWith(":0", StringComparison.Ordinal)));
        using var client = new HttpClient { BaseAddress = host.Services.GetRequiredService<ListenAddress>().Uri };

        var asked = client.GetStringAsync("/");
        // The host's own calls need no function.
        await client.GetStringAsync("/api/local/clock").InTime();
        Assert.False(asked.IsCompleted || starting.IsCompleted);
        gate.SetResult();

        Assert.Equal("\"root\"", await asked.InTime());
        await starting.InTime();
        await host.StopAsync().InTime();
    }

    [Fact]
    public async Task SeveralApps_InOneProcess_HaveFunctionsOfTheirOwn()
    {
        var apps = await Task.WhenAll(
            TestApp.Start(typeof(RoutedFunctions)), TestApp.Start(typeof(AnsweringFunctions)), TestApp.Start(typeof(RoutedFunctions)));

        Assert.Equal(["\"root\"", "by hand", "\"root\""], await Task.WhenAll(
            apps[0].Client.GetStringAsync("/"), apps[1].Client.GetStringAsync("/written"), apps[2].Client.GetStringAsync("/")));
        Assert.Equal(404, (int)(await apps[0].Client.GetAsync("/written")).StatusCode);
        foreach (var app in apps)
            await app.DisposeAsync();
    }

    [Fact]
    public async Task AWorkerThatIsNotTheHostsOwn_IsRefused()
    {
        await using var app = await TestApp.Start(typeof(RoutedFunctions));
        var endpoint = app.Get<RpcEndpoint>();
        using var connection = GrpcChannel.ForAddress($"http://{endpoint.Address}");
        var method = new Method<StreamingMessage, StreamingMessage>(
            MethodType.DuplexStreaming, "AzureFunctionsRpcMessages.FunctionRpc", "EventStream", Marshaller, Marshaller);
        var deadline = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(30);
        using var call = connection.CreateCallInvoker().AsyncDuplexStreamingCall(
            method, host: null, new CallOptions(deadline: deadline));

        await call.RequestStream.WriteAsync(new StreamingMessage { StartStream = new StartStream { WorkerId = "somebody" } });
        var refused = await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => call.ResponseStream.MoveNext());

        Assert.Equal((StatusCode.PermissionDenied, "This host waits for its own worker."), (refused.StatusCode, refused.Status.Detail));
        Assert.Equal("\"root\"", await app.Client.GetStringAsync("/"));
    }

    private static Marshaller<StreamingMessage> Marshaller =>
        Marshallers.Create(message => Google.Protobuf.MessageExtensions.ToByteArray(message), StreamingMessage.Parser.ParseFrom);

    /// <summary>The worker names its functions no sooner than it is let.</summary>
    private sealed class LateFunctions(IFunctionMetadataProvider functions, Task gate) : IFunctionMetadataProvider
    {
        public async Task<ImmutableArray<IFunctionMetadata>> GetFunctionMetadataAsync(string directory)
        {
            await gate.InTime();
            return await functions.GetFunctionMetadataAsync(directory);
        }
    }
}
