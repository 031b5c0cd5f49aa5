using Functions.Http;
using Functions.Ledger;
using Functions.Members;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Ledger;
using Points.Programs;

namespace Functions.Cards;

/// <param name="Perks">What applies, with the clause that grants it.</param>
/// <param name="Others">What does not, with the clause and the reason.</param>
public sealed record PerksAnswer(string CardNumber, string Facility, DateOnly Date, IReadOnlyList<PerkAnswer> Perks, IReadOnlyList<PerkAnswer> Others);

/// <summary>The services beside points that a stay gets.</summary>
public sealed class PerksFunction(CardAccounts cards, MemberStore members, ProgramCatalogue programs, TimeProvider clock)
{
    [Function("Perks"), Access(Role.Pos)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/cards/{cardNumber}/perks")] HttpRequest request,
        string cardNumber)
    {
        var program = programs[Caller.Of(request.HttpContext).Program];
        var today = program.DateOf(clock.GetUtcNow());
        var query = new QueryFields(request.Query);
        var stay = new Stay(
            query.Choice("facility", [.. program.Facilities.Keys]), query.Date("date") ?? today, query.Flag("requestedAtBooking"),
            query.OptionalChoice("booking", PurchaseFields.Bookings), query.Flag("discounted"), BirthDate: null);
        query.ThrowIfWrong();

        var (place, head) = await cards.LookByNumber(cardNumber, program.Id, request.Aborted());
        var account = head.Value;
        var terms = program.TermsOn(stay.On);
        if (Standing.Refuse(account, place.CardNumber, terms, today) is { } refused)
            return Problem.From(refused);

        var birthDate = account.MemberId is { } id ? (await members.Find(id, request.Aborted()))?.BirthDate : null;
        var perks = Perks.For(stay with { BirthDate = birthDate }, terms).ToLookup(perk => perk.Applies);
        return Answer.Of(200, new PerksAnswer(place.CardNumber, stay.Facility, stay.On, [.. perks[true]], [.. perks[false]]), AnswerJson.Readable.PerksAnswer);
    }
}
