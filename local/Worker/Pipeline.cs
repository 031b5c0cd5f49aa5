using Local.Worker.Functions;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Local.Worker;

/// <summary>The middleware in the order it was registered, and the function at the end.</summary>
sealed class Pipeline(
    IEnumerable<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware, IServiceScopeFactory scopes, ILoggerFactory loggers)
{
    public FunctionExecutionDelegate Invoke { get; } = middleware.Reverse().Aggregate(
        (FunctionExecutionDelegate)(context => ((Invocation)context).Execute()), (next, step) => step(next));

    public ILogger LoggerFor(Function function) => loggers.CreateLogger($"Function.{function.Name}");

    /// <summary>Runs a function that no request waits for, once.</summary>
    public async Task Run(Function function, object triggerValue, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await Invoke(new Invocation(function, triggerValue, scope.ServiceProvider, cancellationToken));
    }

    /// <summary>Runs it until it succeeds or its retry policy gives up, and says whether it succeeded.</summary>
    public async Task<bool> RunWithRetries(Function function, object triggerValue, CancellationToken cancellationToken)
    {
        var logger = LoggerFor(function);
        for (var failures = 1; ; failures++)
        {
            try
            {
                await Run(function, triggerValue, cancellationToken);
                return true;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                if (function.Retry.DelayAfter(failures) is not { } delay)
                {
                    logger.LogError(e, "{Function} failed", function.Name);
                    return false;
                }
                logger.LogWarning(e, "{Function} failed and is tried again in {Delay}", function.Name, delay);
                await Task.Delay(delay, cancellationToken);
            }
        }
    }
}
