using System.Net;
using Functions.Store;
using Microsoft.Azure.Cosmos;

namespace Functions.Mail.Inbound;

/// <summary>The mails that were answered to somebody on one day.</summary>
public sealed record RepliesOfDay(string Id, IReadOnlyList<string> Mails, int Ttl);

/// <summary>The replies of an hour to everybody.</summary>
public sealed record RepliesOfHour(string Id, int Count, int Ttl);

/// <summary>How many replies there may be: the last line of defence against loops and floods. Kept in the store, so that it holds for every instance and after a restart.</summary>
public sealed class ReplyLimits(CosmosStore store, Settings settings)
{
    private const int MaxRaces = 100;
    private const int TtlSeconds = 2 * 24 * 60 * 60;

    /// <summary>False when whoever it is had all replies of the day. A mail that was counted stays counted once, however often it is asked about.</summary>
    public async Task<bool> TryTake(string who, DateOnly day, string mail, CancellationToken cancellation)
    {
        var id = $"replies:{who}:{day:yyyy-MM-dd}";
        for (var race = 1; race <= MaxRaces; race++)
        {
            var found = await store.Mail.Find(id, id, StoreJson.Readable.RepliesOfDay, cancellation);
            var mails = found?.Value.Mails ?? [];
            if (mails.Contains(mail))
                return true;
            if (mails.Count >= settings.Kakunin.RepliesPerMemberPerDay)
                return false;
            var next = new RepliesOfDay(id, [.. mails, mail], TtlSeconds);
            if (found is null
                ? await store.Mail.TryCreate(next, id, StoreJson.Readable.RepliesOfDay, cancellation)
                : await store.Mail.TryReplace(next, id, id, found.ETag, StoreJson.Readable.RepliesOfDay, cancellation))
                return true;
            await Documents.Pause(int.Min(race, 4));
        }

        throw new StoreUnavailableException("too many races on one reply limit", outcomeUnknown: false);
    }

    /// <summary>False when all replies of the hour are given. A mail that is delivered again may count again: it is a limit, not an account.</summary>
    public async Task<bool> TryTakeOfAll(DateTimeOffset now, CancellationToken cancellation)
    {
        var id = $"replies:{now.UtcDateTime:yyyy-MM-dd'T'HH}";
        var options = new PatchItemRequestOptions { FilterPredicate = $"FROM c WHERE c.count < {settings.Kakunin.RepliesPerHour}" };
        while (true)
        {
            using var response = await Documents.Sent(
                () => store.Mail.PatchItemStreamAsync(id, new PartitionKey(id), [PatchOperation.Increment("/count", 1)], options, cancellation), "patch mail", writes: true);
            if (response.StatusCode == HttpStatusCode.PreconditionFailed)
                return false;
            if (response.IsSuccessStatusCode
                || response.StatusCode == HttpStatusCode.NotFound && await store.Mail.TryCreate(new RepliesOfHour(id, 1, TtlSeconds), id, StoreJson.Readable.RepliesOfHour, cancellation))
                return true;
            if (response.StatusCode != HttpStatusCode.NotFound)
                throw new StoreUnavailableException($"patch mail {(int)response.StatusCode}", outcomeUnknown: true);
        }
    }
}
