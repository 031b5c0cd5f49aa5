using System.Globalization;
using Functions.Cards;
using Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Ledger;

namespace Functions.Ledger;

/// <summary>The ledger of a card, newest first, page by page.</summary>
public sealed class EntriesFunction(AccountStore accounts, CardAccounts cards)
{
    private const int MaxLimit = 100;

    [Function("Entries"), Access(Role.Pos)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/cards/{cardNumber}/entries")] HttpRequest request,
        string cardNumber, CancellationToken cancellation)
    {
        var query = new QueryFields(request.Query);
        var limit = query.Number("limit", MaxLimit) ?? 20;
        var below = query.Number("continuation", int.MaxValue) ?? int.MaxValue;
        query.ThrowIfWrong();
        var (place, head) = await cards.LookByNumber(cardNumber, Caller.Of(request.HttpContext).Program, cancellation);
        below = int.Min(below, head.Value.Version + 1);

        var page = await accounts.Page(place.AccountId, below, limit, cancellation);
        var next = page is [.., { Number: > 1 and var last }] ? last.ToString(CultureInfo.InvariantCulture) : null;
        return Answer.Of(200, new EntriesAnswer([.. page.Select(Line)], next), AnswerJson.Readable.EntriesAnswer);
    }

    private static EntryLine Line(Entry entry) => new(
        entry.Id, entry.Kind, entry.Points, entry.After.Points, entry.After.Pending is null ? null : entry.After.PendingPoints, entry.OccurredAt, entry.RecordedAt,
        entry.Facility, entry.Department, entry.TermsVersion, entry.Clauses, entry.Steps, entry.PreviousHash, entry.Hash!);
}
