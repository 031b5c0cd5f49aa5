using Grpc.Core;

namespace Local.Host.Rpc;

/// <summary>The one call of the protocol: a stream each way for as long as the worker lives.</summary>
sealed class RpcService(WorkerChannel channel) : FunctionRpc.FunctionRpcBase
{
    public override Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream,
        IServerStreamWriter<StreamingMessage> responseStream,
        ServerCallContext context) =>
        channel.Serve(requestStream, responseStream, context.CancellationToken);
}
