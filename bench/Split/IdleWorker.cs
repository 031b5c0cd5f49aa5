using Bench.Baseline;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Local.Host.Rpc;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Bench.Split;

/// <summary>Speaks as a worker with one function speaks, and says of every invocation that it is done.</summary>
sealed class IdleWorker(IConfiguration configuration) : BackgroundService
{
    const string Function = "Nothing";

    const string Binding =
        $$"""{"name":"request","type":"httpTrigger","authLevel":"anonymous","methods":["post"],"route":"{{NothingEndpoint.Route}}"}""";

    static readonly Marshaller<StreamingMessage> Messages =
        new(Write, context => StreamingMessage.Parser.ParseFrom(context.PayloadAsReadOnlySequence()));

    static readonly Method<StreamingMessage, StreamingMessage> EventStream =
        new(MethodType.DuplexStreaming, "AzureFunctionsRpcMessages.FunctionRpc", "EventStream", Messages, Messages);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var channel = GrpcChannel.ForAddress(configuration["Functions:Worker:HostEndpoint"]!);
        using var stream = channel.CreateCallInvoker().AsyncDuplexStreamingCall(
            EventStream, host: null, new CallOptions(cancellationToken: stoppingToken));
        await stream.RequestStream.WriteAsync(
            new StreamingMessage { StartStream = new StartStream { WorkerId = configuration["Functions:Worker:WorkerId"] } },
            stoppingToken);
        await foreach (var message in stream.ResponseStream.ReadAllAsync(stoppingToken))
        {
            if (AnswerTo(message) is { } answer)
                await stream.RequestStream.WriteAsync(answer, stoppingToken);
        }
    }

    static StreamingMessage? AnswerTo(StreamingMessage message) => message.ContentCase switch
    {
        StreamingMessage.ContentOneofCase.WorkerInitRequest => new() { WorkerInitResponse = new WorkerInitResponse { Result = Success() } },
        StreamingMessage.ContentOneofCase.FunctionsMetadataRequest => new() { FunctionMetadataResponse = Functions() },
        StreamingMessage.ContentOneofCase.FunctionLoadRequest => new()
        {
            FunctionLoadResponse = new FunctionLoadResponse { FunctionId = message.FunctionLoadRequest.FunctionId, Result = Success() },
        },
        StreamingMessage.ContentOneofCase.InvocationRequest => new()
        {
            InvocationResponse = new InvocationResponse { InvocationId = message.InvocationRequest.InvocationId, Result = Success() },
        },
        _ => null,
    };

    static FunctionMetadataResponse Functions() => new()
    {
        Result = Success(),
        FunctionMetadataResults =
        {
            new RpcFunctionMetadata
            {
                Name = Function,
                FunctionId = Function,
                RawBindings = { Binding },
            },
        },
    };

    static StatusResult Success() => new() { Status = StatusResult.Types.Status.Success };

    static void Write(StreamingMessage message, SerializationContext context)
    {
        context.SetPayloadLength(message.CalculateSize());
        message.WriteTo(context.GetBufferWriter());
        context.Complete();
    }
}
