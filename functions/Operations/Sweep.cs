using Functions.Ledger;
using Functions.Programs;
using Functions.Store;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging;
using Points.Ledger;
using Points.Programs;

namespace Functions.Operations;

/// <summary>What the search for due accounts reads of each.</summary>
public sealed record DueAccount(string AccountId);

/// <summary>A due account as a sweep decides on it.</summary>
public sealed record DueHead(Account Account, string ETag, Program Program, DateTimeOffset Now)
{
    public DateOnly Today => Program.DateOf(Now);
}

/// <summary>
/// Writes down what is already true of many accounts. Only those are read that a day in their head says are due, page by page.
/// Nothing is remembered beside the data: what a run writes moves the day, so a run that died, ran twice or ran beside
/// another one goes on with what is still due.
/// </summary>
public sealed class Sweep(
    CosmosStore store, AccountStore accounts, Merges merges, ProgramCatalogue programs, Settings settings, TimeProvider clock, ILogger<Sweep> log)
{
    private const int PageSize = 100;
    private const int MaxRaces = 100;

    /// <summary>So many accounts without an answer are the store's trouble, not theirs: the run ends and is tried again later.</summary>
    private const int MaxUnanswered = 10;

    /// <summary>One pure decision per due account; null where nothing is due.</summary>
    public Task Run(string name, string day, Func<DueHead, Accepted?> decide, CancellationToken cancellation) =>
        Run(name, day, async (head, cancel) => decide(head) is { } accepted ? await accounts.Commit(accepted, head.ETag, cancel) : null, cancellation);

    /// <param name="name">The timer function, as the log names it.</param>
    /// <param name="day">The property of the head that says since when something is due.</param>
    /// <param name="write">Does what is due and says how that went; null where nothing is due. May be asked again, and at the same time by another run.</param>
    public async Task Run(string name, string day, Func<DueHead, CancellationToken, Task<CommitOutcome?>> write, CancellationToken cancellation)
    {
        var (began, requests) = (clock.GetTimestamp(), CountRequests.Begin());
        var (due, done, refused, unanswered) = (0, 0, 0, 0);
        var latest = programs.ById.Values.Max(program => program.DateOf(clock.GetUtcNow()));
        // The day alone: beside it, a condition that all heads meet would tempt a store to search by that one.
        var query = new QueryDefinition($"SELECT c.accountId FROM c WHERE c.{day} <= @on").WithParameter("@on", $"{latest:yyyy-MM-dd}");
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = settings.AccountsSweptAtOnce, CancellationToken = cancellation };
        await foreach (var page in store.Accounts.Pages(query, partition: null, PageSize, StoreJson.Readable.DueAccount, cancellation))
        {
            due += page.Count;
            await Parallel.ForEachAsync(page, parallel, async (account, cancel) =>
            {
                try
                {
                    if (await Visit(account.AccountId, write, cancel))
                        Interlocked.Increment(ref done);
                }
                catch (StoreUnavailableException reason) when (Interlocked.Increment(ref unanswered) <= MaxUnanswered)
                {
                    Interlocked.Increment(ref refused);
                    log.AccountLeft(reason, name, account.AccountId);
                }
                catch (Exception reason) when (reason is not (StoreUnavailableException or OperationCanceledException))
                {
                    Interlocked.Increment(ref refused);
                    log.AccountSetAside(reason, name, account.AccountId);
                }
            });
        }

        log.SweepFinished(name, due, done, refused, Math.Round(clock.GetElapsedTime(began).TotalSeconds, 1), requests.Value);
    }

    /// <summary>True when this visit wrote what was due; false when somebody else had, or it is due no longer.</summary>
    private async Task<bool> Visit(string accountId, Func<DueHead, CancellationToken, Task<CommitOutcome?>> write, CancellationToken cancellation)
    {
        for (var race = 1; race <= MaxRaces; race++)
        {
            if (await accounts.Head(accountId, cancellation) is not { Value: var account, ETag: var etag })
                return false;
            if (account.FrozenBy is not null)
            {
                await merges.Help(account, cancellation);
                continue;
            }

            var program = programs[account.Program];
            switch (await write(new DueHead(account, etag, program, ProgramTime.Now(clock, program)), cancellation))
            {
                case null:
                    return false;
                case CommitOutcome.Committed or CommitOutcome.TakenPerhapsByUs:
                    return true;
                default:
                    // Another run or an operation was faster: what it left is looked at again.
                    await Documents.Pause(int.Min(race, 4));
                    break;
            }
        }

        throw new StoreUnavailableException("too many races on one account", outcomeUnknown: false);
    }
}
