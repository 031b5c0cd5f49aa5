using System.Globalization;
using System.Text.Json.Serialization;
using Functions.Http;
using Functions.Ledger;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Ledger;

namespace Functions.Journal;

/// <summary>What a program owes its members, for the books.</summary>
public sealed class LiabilityFunction(Liability liability, ProgramCatalogue programs, LedgerStore ledger)
{
    [Function("Liability"), Access(Role.Operator)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/programs/{program}/liability")] HttpRequest request,
        string program)
    {
        var terms = Caller.Of(request.HttpContext).OfProgram(program, programs);
        var query = new QueryFields(request.Query);
        var asked = query.Date("asOf");
        query.ThrowIfWrong();
        var today = terms.DateOf(ledger.Now(terms));
        var asOf = asked ?? today;

        var owed = await liability.Owed(terms, asOf, today, request.Aborted());
        var moved = await liability.Moved(terms, asOf, today, request.Aborted());
        return Answer.Of(200, LiabilityAnswer.From(terms.Id, asOf, owed, moved), AnswerJson.Readable.LiabilityAnswer);
    }
}

/// <summary>
/// Where the points of a program are and how they came there: all movements together are what is outstanding and pending.
/// </summary>
public sealed record LiabilityAnswer
{
    public required string Program { get; init; }
    public required DateOnly AsOf { get; init; }
    public required long Accounts { get; init; }

    /// <summary>The sum of all balances; debts are taken off.</summary>
    public required long Points { get; init; }

    public required long Pending { get; init; }
    public required long Debt { get; init; }
    public required IReadOnlyList<OutstandingLine> Outstanding { get; init; }
    public required long Awarded { get; init; }
    public required long Redeemed { get; init; }
    public required long Lapsed { get; init; }
    public required IReadOnlyList<MovedPoints> Movements { get; init; }

    /// <summary>What the movements do not explain.</summary>
    public required long Difference { get; init; }

    public static LiabilityAnswer From(string program, DateOnly asOf, Outstanding owed, IReadOnlyList<MovedPoints> written)
    {
        var lapse = written.FirstOrDefault(line => line.Kind == EntryKind.Lapse) ?? new MovedPoints(EntryKind.Lapse, 0, 0);
        List<MovedPoints> moved = [.. written.Where(line => line.Kind != EntryKind.Lapse), lapse with { Points = lapse.Points - owed.UnwrittenLapse }];
        return new LiabilityAnswer
        {
            Program = program,
            AsOf = asOf,
            Accounts = owed.Accounts,
            Points = owed.Points,
            Pending = owed.Pending,
            Debt = owed.Debt,
            Outstanding = [.. owed.ByMonth.Select(line => new OutstandingLine(line.Kind, line.Month?.ToString("yyyy-MM", CultureInfo.InvariantCulture), line.Points))],
            Awarded = Sum(EntryKind.Award),
            Redeemed = -Sum(EntryKind.Redemption),
            Lapsed = -Sum(EntryKind.Lapse),
            Movements = [.. moved.Where(line => line.Points != 0).OrderBy(line => line.Kind, StringComparer.Ordinal)],
            Difference = owed.Points + owed.Pending - moved.Sum(line => line.Points),
        };

        long Sum(string kind) => moved.Where(line => line.Kind == kind).Sum(line => line.Points);
    }
}

/// <summary>Points of one kind that end in one month, <c>2026-03</c>; null for ever.</summary>
public sealed record OutstandingLine(
    string Kind, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? ExpiresIn, long Points);

/// <summary>All entries of one kind: how many, and their signed points.</summary>
public sealed record MovedPoints(string Kind, long Entries, long Points);
