using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;

namespace Local.Host.Rpc;

/// <summary>The conversation with the worker: the handshake until its functions are loaded, then invocations and their results.</summary>
sealed class WorkerChannel(string workerId, string applicationFolder) : IDisposable
{
    private readonly Channel<StreamingMessage> outgoing =
        Channel.CreateUnbounded<StreamingMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InvocationResponse>> running = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<IReadOnlyList<RpcFunctionMetadata>> loaded =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource closing = new();
    private IReadOnlyList<RpcFunctionMetadata> functions = [];
    // How many of them the worker has yet to load.
    private int loading;

    /// <summary>The worker's functions once it has loaded every one of them.</summary>
    public Task<IReadOnlyList<RpcFunctionMetadata>> Loaded => loaded.Task;

    /// <summary>Answers whatever the worker says, until its stream ends.</summary>
    public async Task Serve(
        IAsyncStreamReader<StreamingMessage> incoming, IServerStreamWriter<StreamingMessage> worker, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing.Token);
        if (!await incoming.MoveNext(ending.Token) || incoming.Current.StartStream?.WorkerId != workerId)
            throw new Grpc.Core.RpcException(new Status(StatusCode.PermissionDenied, "This host waits for its own worker."));
        Send(new StreamingMessage
        {
            WorkerInitRequest = new WorkerInitRequest
            {
                HostVersion = "4.0.0", WorkerDirectory = applicationFolder, FunctionAppDirectory = applicationFolder,
            },
        });
        var writing = Write(worker, ending.Token);
        try
        {
            while (await incoming.MoveNext(ending.Token))
                Hear(incoming.Current);
        }
        catch (Exception gone)
            when (ending.IsCancellationRequested && gone is OperationCanceledException or IOException or Grpc.Core.RpcException)
        {
            // The process ends, and the worker with it.
        }
        finally
        {
            await ending.CancelAsync();
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            End();
        }
    }

    /// <summary>Sends an invocation; the task ends with what the worker says of it, succeeded or failed.</summary>
    public Task<InvocationResponse> Invoke(InvocationRequest request)
    {
        // Without a trace context the worker falls over.
        request.TraceContext ??= new RpcTraceContext();
        var result = new TaskCompletionSource<InvocationResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        running[request.InvocationId] = result;
        if (closing.IsCancellationRequested)
            End();
        else
            Send(new StreamingMessage { InvocationRequest = request });
        return result.Task;
    }

    /// <summary>Asks the worker to cancel an invocation; its result comes all the same.</summary>
    public void Cancel(string invocationId) =>
        Send(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = invocationId } });

    public void Close()
    {
        closing.Cancel();
        End();
    }

    public void Dispose() => closing.Dispose();

    private void Send(StreamingMessage message) => outgoing.Writer.TryWrite(message);

    private async Task Write(IServerStreamWriter<StreamingMessage> worker, CancellationToken cancellationToken)
    {
        await foreach (var message in outgoing.Reader.ReadAllAsync(cancellationToken))
            await worker.WriteAsync(message, cancellationToken);
    }

    private void Hear(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.InvocationResponse:
                if (running.TryRemove(message.InvocationResponse.InvocationId, out var result))
                    result.TrySetResult(message.InvocationResponse);
                break;
            case StreamingMessage.ContentOneofCase.WorkerInitResponse:
                Send(new StreamingMessage
                {
                    FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = applicationFolder },
                });
                break;
            case StreamingMessage.ContentOneofCase.FunctionMetadataResponse:
                Load(message.FunctionMetadataResponse);
                break;
            case StreamingMessage.ContentOneofCase.FunctionLoadResponse:
                Note(message.FunctionLoadResponse);
                break;
            default:
                // Log lines among others: the worker's own console shows them already.
                break;
        }
    }

    private void Load(FunctionMetadataResponse response)
    {
        if (response.Result.Status != StatusResult.Types.Status.Success)
        {
            Fail($"The worker cannot name its functions: {response.Result.Exception?.Message}");
            return;
        }

        functions = response.FunctionMetadataResults;
        loading = functions.Count;
        foreach (var function in functions)
        {
            Send(new StreamingMessage
            {
                FunctionLoadRequest = new FunctionLoadRequest { FunctionId = function.FunctionId, Metadata = function },
            });
        }

        if (loading == 0)
            loaded.TrySetResult(functions);
    }

    private void Note(FunctionLoadResponse response)
    {
        loading--;
        if (response.Result.Status != StatusResult.Types.Status.Success)
        {
            var name = functions.FirstOrDefault(function => function.FunctionId == response.FunctionId)?.Name;
            Fail($"The worker cannot load function '{name}': {response.Result.Exception?.Message}");
        }
        else if (loading == 0)
        {
            loaded.TrySetResult(functions);
        }
    }

    private void Fail(string why) => loaded.TrySetException(new InvalidOperationException(why));

    private void End()
    {
        Fail("The worker went away before its functions were loaded.");
        // Nobody has to look at it: whoever waited is told.
        _ = loaded.Task.Exception;
        foreach (var id in running.Keys)
        {
            if (running.TryRemove(id, out var result))
                result.TrySetException(new InvalidOperationException("The worker went away."));
        }
    }
}
