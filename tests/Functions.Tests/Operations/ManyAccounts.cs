using Functions.Ledger;
using Functions.Programs;
using Functions.Store;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;
using Points.Cards;
using Points.Ledger;

namespace Functions.Tests.Operations;

/// <summary>Accounts in bulk: real heads, each with 500 points, written straight into the store.</summary>
internal sealed class ManyAccounts(Backend app)
{
    public CosmosStore Store => app.Services.GetRequiredService<CosmosStore>();

    public AccountStore Accounts => app.Services.GetRequiredService<AccountStore>();

    public static string Id(int number) => $"many-{number:D8}";

    /// <summary>
    /// In each night so many accounts are due: their points end through the first date and the days after it. They are spread evenly among the
    /// others, whose points end in the year from the second date.
    /// </summary>
    public async Task Write(int all, int due, DateOnly dueThrough, DateOnly laterThrough, int nights = 1)
    {
        var program = app.Services.GetRequiredService<ProgramCatalogue>()["kkr"];
        var allDue = (long)due * nights;
        await Parallel.ForAsync(0, all, new ParallelOptions { MaxDegreeOfParallelism = 128 }, async (number, cancellation) =>
        {
            var expiresOn = number * allDue % all < allDue ? dueThrough.AddDays((int)(number * allDue / all % nights)) : laterThrough.AddDays(number % 365);
            var head = StoredHead.Of(Account(number, expiresOn), program);
            using var response = await Store.Accounts.CreateItemStreamAsync(new MemoryStream(head), new PartitionKey(Id(number)), cancellationToken: cancellation);
            response.EnsureSuccessStatusCode();
        });
    }

    public async Task<Account> Head(int number) => (await Accounts.Head(Id(number), CancellationToken.None))!.Value;

    public async Task<int> Entries() =>
        (await Store.Accounts.Query(new QueryDefinition("SELECT c.accountId FROM c WHERE c.type = 'entry'"), null, StoreJson.Readable.DueAccount, CancellationToken.None)).Count;

    public static Account Account(int number, DateOnly expiresOn) => new()
    {
        AccountId = Id(number),
        Program = "kkr",
        Cards = [new Card($"4101{number:D12}", "qr", CardStatus.Active, expiresOn.AddYears(-2))],
        MemberClass = "general",
        HolderKind = "individual",
        JoinedOn = expiresOn.AddYears(-2),
        Holdings = new Holdings([new Lot("base", 500)], expiresOn.AddYears(-2), expiresOn),
        Version = 2,
        LastHash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(number))),
    };
}
