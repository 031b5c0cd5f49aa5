using Functions.Ledger;
using Functions.Store;
using Microsoft.Azure.Cosmos;
using Points.Ledger;
using Points.Programs;

namespace Functions.Journal;

/// <summary>What is read of a head.</summary>
/// <param name="WrittenOn">The day of its last batch.</param>
public sealed record HeldAccount(string AccountId, Holdings Holdings, DateOnly WrittenOn);

/// <summary>
/// Adds up a program's points over all its accounts, page by page. The cost follows the size of the program: all its heads, all its entries
/// in one aggregate, and for a past date the history of each account that was written since.
/// </summary>
public sealed class Liability(CosmosStore store, AccountStore accounts)
{
    public async Task<Outstanding> Owed(Program program, DateOnly asOf, DateOnly today, CancellationToken cancellation)
    {
        var owed = new Outstanding(asOf);
        var heads = new QueryDefinition("SELECT c.accountId, c.holdings, c.writtenOn FROM c WHERE c.program = @program AND c.type = 'account'")
            .WithParameter("@program", program.Id);
        await foreach (var head in store.Accounts.Stream(heads, partition: null, StoreJson.Readable.HeldAccount, cancellation))
        {
            // What was written before that day had happened by then; of later entries the ledger knows when they did.
            var holdings = asOf < today && head.WrittenOn >= asOf ? await Past(head.AccountId, asOf, program, cancellation) : head.Holdings;
            owed.Add(holdings);
        }

        return owed;
    }

    /// <summary>By kind of entry, what had happened by a date.</summary>
    public async Task<IReadOnlyList<MovedPoints>> Moved(Program program, DateOnly asOf, DateOnly today, CancellationToken cancellation)
    {
        // Till clocks may be ahead: what is written counts today, whatever they say.
        var until = asOf < today ? " AND c.occurredAt < @end" : "";
        var query = new QueryDefinition(
            $"SELECT c.kind, COUNT(1) AS entries, SUM(c.points) AS points FROM c WHERE c.journalKey >= @first AND c.journalKey < @last{until} GROUP BY c.kind")
            .WithParameter("@first", JournalKey.First(program.Id))
            .WithParameter("@last", JournalKey.Last(program.Id));
        if (asOf < today)
            query.WithParameter("@end", $"{asOf.AddDays(1):yyyy-MM-dd}");
        return await store.Accounts.Query(query, partition: null, StoreJson.Readable.MovedPoints, cancellation);
    }

    private async Task<Holdings> Past(string accountId, DateOnly asOf, Program program, CancellationToken cancellation)
    {
        var account = (await accounts.Head(accountId, cancellation))!.Value;
        return PastHoldings.On(asOf, (await accounts.History(account, cancellation)).Entries, account.JoinedOn, program);
    }
}
