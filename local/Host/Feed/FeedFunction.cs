using Local.Host.Functions;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging;

namespace Local.Host.Feed;

/// <summary>One Cosmos function: the SDK's own change feed processor, and what its reads say about how far it is.</summary>
sealed class FeedFunction(HostedFunction function, FeedSource source, Invocations invocations)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);
    private readonly FeedPolls polls = new();
    private readonly ILogger logger = invocations.LoggerFor(function);
    private long handled;
    private ChangeFeedProcessor? processor;
    private Task starting = Task.CompletedTask;
    private Task? ending;

    /// <summary>How many pages of changes are done with, whatever became of them.</summary>
    public long Handled => Interlocked.Read(ref handled);

    public async Task Start(CancellationToken stopping)
    {
        // An app may create its containers later than this; then the host must not wait for it.
        if (await source.IsReady(stopping))
            await Begin(stopping);
        else
            starting = BeginLater(stopping);
    }

    /// <summary>Completes once every change committed before this call has been handled.</summary>
    public async Task Drain(CancellationToken cancellationToken)
    {
        if (await source.Exists(cancellationToken))
            await polls.WaitForEmptyReads(await Ranges(cancellationToken), cancellationToken);
    }

    /// <summary>Gives the lease back, as long as the host has time for it: with a dead store there is nobody to give it to.</summary>
    public async Task Stop(CancellationToken timeIsUp)
    {
        try
        {
            await (ending ??= End()).WaitAsync(timeIsUp);
        }
        catch (OperationCanceledException) when (timeIsUp.IsCancellationRequested)
        {
            logger.LogWarning("{Function} could not be stopped in time; its lease ends by itself", function.Name);
        }
    }

    private async Task End()
    {
        await starting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (processor is { } running)
            await running.StopAsync();
    }

    private async Task Begin(CancellationToken stopping)
    {
        var built = await source.Build(Handle, (lease, e) => NotifyError(lease, e, stopping));
        // Whatever the processor reads from here on is this function's.
        polls.Enter();
        await built.StartAsync();
        processor = built;
        // Once its first read is done, nothing committed can be missed even by a function that starts from now.
        // What that read found is not waited for: a backlog must not keep the host from starting.
        await polls.WaitForFirstReads(await Ranges(stopping), stopping);
    }

    private async Task BeginLater(CancellationToken stopping)
    {
        logger.LogWarning("{Function} waits until there is {Source}", function.Name, source.Identity);
        try
        {
            do
                await Task.Delay(LookAgain, stopping);
            while (!await source.IsReady(stopping));
            await Begin(stopping);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            logger.LogError(e, "{Function} does not read {Source}", function.Name, source.Identity);
        }
    }

    private async Task<int> Ranges(CancellationToken cancellationToken) =>
        (await source.Monitored.GetFeedRangesAsync(cancellationToken)).Count;

    private async Task Handle(ChangeFeedProcessorContext context, Stream page, CancellationToken cancellationToken)
    {
        if (FeedDocuments.Read(page) is not { } batch)
            return;
        if (!await invocations.RunWithRetries(function, batch, cancellationToken))
            logger.LogWarning("{Function} lost its batch of changes, as it would in Azure: a retry attribute would keep it", function.Name);
        Interlocked.Increment(ref handled);
    }

    private Task NotifyError(string lease, Exception e, CancellationToken stopping)
    {
        if (!stopping.IsCancellationRequested && e is not OperationCanceledException)
            logger.LogWarning(e, "The change feed of {Function} stumbled at lease {Lease} and goes on", function.Name, lease);
        return Task.CompletedTask;
    }
}
