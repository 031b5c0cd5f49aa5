using Local.Host.Rpc;
using Microsoft.Extensions.Logging;

namespace Local.Host.Functions;

/// <summary>Runs functions that no request waits for.</summary>
/// <param name="clock">Wall time on purpose: the app's test clock ends no run.</param>
sealed class Invocations(WorkerChannel channel, TimeSpan timeout, TimeProvider clock, ILoggerFactory loggers)
{
    public ILogger LoggerFor(HostedFunction function) => loggers.CreateLogger($"Function.{function.Name}");

    /// <summary>Runs it once.</summary>
    /// <param name="input">What the trigger hands over, as text: both sides of the protocol say it so.</param>
    /// <exception cref="FunctionFailedException">The function threw.</exception>
    public Task Run(HostedFunction function, string input, CancellationToken cancellationToken) =>
        Run(function, input, retry: null, cancellationToken);

    /// <summary>Runs it until it succeeds or its retry policy gives up, and says whether it succeeded.</summary>
    public async Task<bool> RunWithRetries(HostedFunction function, string input, CancellationToken cancellationToken)
    {
        var logger = LoggerFor(function);
        RetryContext? retry = null;
        for (var failures = 1; ; failures++)
        {
            try
            {
                await Run(function, input, retry, cancellationToken);
                return true;
            }
            catch (FunctionFailedException e) when (!cancellationToken.IsCancellationRequested)
            {
                if (function.Retry.DelayAfter(failures) is not { } delay)
                {
                    logger.LogError("{Function} failed: {Reason}", function.Name, e.Message);
                    return false;
                }

                logger.LogWarning("{Function} failed and is tried again in {Delay}: {Reason}", function.Name, delay, e.Message);
                retry = new RetryContext
                {
                    RetryCount = failures,
                    MaxRetryCount = function.Retry.MaxRetryCount,
                    Exception = new RpcException { Message = e.Message },
                };
                await Task.Delay(delay, clock, cancellationToken);
            }
        }
    }

    private async Task Run(HostedFunction function, string input, RetryContext? retry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = new InvocationRequest { InvocationId = Guid.NewGuid().ToString(), FunctionId = function.Id, RetryContext = retry };
        request.InputData.Add(new ParameterBinding { Name = function.Parameter, Data = new TypedData { String = input } });
        using var late = new CancellationTokenSource(timeout, clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        var running = channel.Invoke(request);
        await using var registration = ending.Token.Register(() => channel.Cancel(request.InvocationId));
        var response = await running;
        if (response.Result.Status == StatusResult.Types.Status.Success)
            return;
        cancellationToken.ThrowIfCancellationRequested();
        if (ending.IsCancellationRequested)
            throw new FunctionFailedException($"it took longer than the {timeout} that host.json allows with functionTimeout");
        throw new FunctionFailedException(response.Result.Exception?.Message ?? response.Result.Status.ToString());
    }
}

/// <summary>A function threw; the message is what the worker tells of it.</summary>
sealed class FunctionFailedException(string message) : Exception(message);
