using System.Text.Json;
using Microsoft.Azure.Functions.Worker;

namespace Local.Tests.Host;

public sealed class TypedFeed(Calls calls)
{
    [Function("Typed")]
    public void Run([CosmosDBTrigger("points", "accounts", Connection = "Cosmos", StartFromBeginning = true)] IReadOnlyList<Account> accounts)
    {
        foreach (var account in accounts)
            calls.Add($"{account.Id} has {account.PointBalance}");
    }
}

public sealed class JsonFeed(Calls calls)
{
    [Function("Json")]
    public async Task Run(
        [CosmosDBTrigger("points", "accounts", Connection = "Cosmos", LeaseContainerPrefix = "json", StartFromBeginning = true)]
        IReadOnlyList<JsonElement> items, CancellationToken cancellationToken)
    {
        await Task.Yield();
        calls.Add($"json {string.Join(' ', items.Select(i => i.GetProperty("id").GetString()))}");
    }
}

public sealed class SameLeasesFeed
{
    [Function("SameLeases")]
    public void Run([CosmosDBTrigger("points", "accounts", Connection = "Cosmos", LeaseContainerPrefix = "json")] IReadOnlyList<JsonElement> items)
    {
    }
}

public sealed class PairsFeed(Calls calls)
{
    [Function("Pairs")]
    public void Run(
        [CosmosDBTrigger("points", "accounts", Connection = "Cosmos", LeaseContainerPrefix = "pairs", StartFromBeginning = true, MaxItemsPerInvocation = 2)]
        IReadOnlyList<Account> accounts) => calls.Add($"pairs {string.Join(' ', accounts.Select(a => a.Id))}");
}

/// <summary>What it writes is the work of <see cref="SecondFeed"/>.</summary>
public sealed class FirstFeed(Microsoft.Azure.Cosmos.CosmosClient client)
{
    [Function("First")]
    public async Task Run([CosmosDBTrigger("points", "accounts", Connection = "Cosmos", LeaseContainerPrefix = "first", StartFromBeginning = true)] IReadOnlyList<Account> accounts)
    {
        foreach (var account in accounts)
            await client.GetContainer("points", "letters").UpsertItemAsync(account, new Microsoft.Azure.Cosmos.PartitionKey(account.AccountId));
    }
}

public sealed class SecondFeed(Calls calls)
{
    [Function("Second")]
    public void Run([CosmosDBTrigger("points", "letters", Connection = "Cosmos", LeaseContainerPrefix = "second", StartFromBeginning = true)] IReadOnlyList<Account> letters)
    {
        foreach (var letter in letters)
            calls.Add(letter.Id);
    }
}

public sealed class FromNowFeed(Calls calls)
{
    [Function("FromNow")]
    public void Run([CosmosDBTrigger("points", "accounts", Connection = "Cosmos", LeaseContainerPrefix = "now")] IReadOnlyList<Account> accounts) =>
        calls.Add($"now {string.Join(' ', accounts.Select(a => a.Id))}");
}

public sealed class LateFeed(Calls calls)
{
    [Function("Late")]
    public void Run([CosmosDBTrigger("points", "%Where%", Connection = "Cosmos", StartFromBeginning = true)] IReadOnlyList<Account> accounts) => calls.Add(accounts[0].Id);
}

public sealed class RetriedFeed(Calls calls)
{
    [Function("Retried")]
    [ExponentialBackoffRetry(-1, "00:00:00", "00:00:00")]
    public void Run([CosmosDBTrigger("points", "accounts", Connection = "Cosmos", StartFromBeginning = true)] IReadOnlyList<Account> accounts)
    {
        if (calls.All.Count < 2)
        {
            calls.Add($"failed {accounts[0].Id}");
            throw new InvalidOperationException("not yet");
        }
        calls.Add($"handled {accounts[0].Id}");
    }
}

public sealed class LosingFeed(Calls calls)
{
    [Function("Losing")]
    public void Run([CosmosDBTrigger("points", "accounts", Connection = "Cosmos", StartFromBeginning = true)] IReadOnlyList<Account> accounts)
    {
        calls.Add($"{(calls.All.Count == 0 ? "failed" : "handled")} {accounts[0].Id}");
        if (calls.All.Count == 1)
            throw new InvalidOperationException("and gone");
    }
}

public sealed class Gate
{
    public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

public sealed class GatedFeed(Gate gate, Calls calls)
{
    [Function("Gated")]
    public async Task Run([CosmosDBTrigger("points", "accounts", Connection = "Cosmos", StartFromBeginning = true)] IReadOnlyList<Account> accounts)
    {
        gate.Entered.TrySetResult();
        await gate.Open.Task;
        calls.Add(accounts[0].Id);
    }
}

public sealed class HopelessFeed(Calls calls)
{
    [Function("Hopeless")]
    [FixedDelayRetry(-1, "01:00:00")]
    public void Run([CosmosDBTrigger("points", "accounts", Connection = "Cosmos", StartFromBeginning = true)] IReadOnlyList<Account> accounts)
    {
        calls.Add($"hopeless {accounts[0].Id}");
        throw new InvalidOperationException("it never works");
    }
}
