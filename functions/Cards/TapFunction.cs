using Functions.Http;
using Functions.Ledger;
using Functions.Programs;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Cards;
using Points.Ledger;
using Points.Programs;

namespace Functions.Cards;

/// <summary>
/// The page that opens when a phone taps a card: balance and expiry, nothing else (KKR-10). A card that is not in use is
/// answered exactly as one that never was.
/// </summary>
public sealed class TapFunction(CardAccounts cards, LedgerStore ledger, ClientLimits limits, ProgramCatalogue programs)
{
    [Function("Tap"), Page, Access(Role.Public)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "t/{token}")] HttpRequest request, string token)
    {
        limits.ThrowIfSpent(request.HttpContext);
        if (await Find(token, request.Aborted()) is var (program, balance))
            return TapPage.Of(Visit.Of(request, program), balance);
        limits.CountWrongGuess(request.HttpContext);
        return TapPage.Unknown(Visit.Of(request) with { Address = "/t/" });
    }

    private async Task<(Program, Balance)?> Find(string token, CancellationToken cancellation)
    {
        // What is printed on a card says nothing here: only what the chip says does.
        if (!ScanTokens.IsWellFormed(token))
            return null;
        (Program, Balance)? found = null;
        // All programs are asked, whichever knows it: the time tells nothing.
        foreach (var program in programs.ById.Values)
        {
            try
            {
                var (place, head) = await cards.Look(token, program.Id, cancellation);
                var card = head.Value.Card(place.CardNumber);
                var balance = Balance.Of(head.Value.Holdings, place.CardNumber, card?.Status ?? CardStatus.Retired, program, program.DateOf(ledger.Now(program)));
                if (balance.Status == CardStatus.Active)
                    found = (program, balance);
            }
            catch (ProblemException unknown) when (unknown.Problem.Status == StatusCodes.Status404NotFound)
            {
                // Not a card of this program.
            }
        }

        return found;
    }
}
