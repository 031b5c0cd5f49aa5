using Functions.Cards;
using Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Ledger;

namespace Functions.Ledger;

/// <summary>The ledger of a card, newest first, page by page; with that of the accounts that its own took over.</summary>
public sealed class EntriesFunction(EntryPages pages, CardAccounts cards)
{
    private const int MaxLimit = 100;
    private const string Continuation = "must be what the page before answered, unchanged";

    [Function("Entries"), Access(Role.Pos)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/cards/{cardNumber}/entries")] HttpRequest request,
        string cardNumber)
    {
        var query = new QueryFields(request.Query);
        var limit = query.Number("limit", MaxLimit) ?? 20;
        var from = query.Parsed("continuation", EntryCursor.Parse, Continuation);
        query.ThrowIfWrong();
        var (_, head) = await cards.LookByNumber(cardNumber, Caller.Of(request.HttpContext).Program, request.Aborted());
        var account = head.Value;
        if (!EntryCursor.AreOf(account, from))
            throw new ProblemException(Problem.BadFields(new Dictionary<string, string[]> { ["continuation"] = [Continuation] }));

        var (entries, next) = await pages.Page(account, from, limit, request.Aborted());
        return Answer.Of(200, new EntriesAnswer([.. entries.Select(Line)], next), AnswerJson.Readable.EntriesAnswer);
    }

    private static EntryLine Line(Entry entry) => new(
        entry.Id, entry.Kind, entry.Points, entry.After.Points, entry.After.Pending is null ? null : entry.After.PendingPoints, entry.OccurredAt, entry.RecordedAt,
        entry.Facility, entry.Department, entry.TermsVersion, entry.Clauses, entry.Steps, entry.PreviousHash, entry.Hash!);
}
