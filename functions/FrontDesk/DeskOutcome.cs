using Functions.Cards;
using Functions.Http;
using Functions.Ledger;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Points.Ledger;

namespace Functions.FrontDesk;

/// <summary>How an operation of the desk ended, as far as anybody knows.</summary>
public sealed class DeskOutcome(TerminalSessions sessions, OperationStates states, CardIssue issue)
{
    public static SeeOther Receipt(string cardNumber, string operationId) => SeeOther.To($"{DeskVisit.Home}/receipts/{cardNumber}/{operationId}");

    /// <summary>Done leads to the receipt, refused is told here; whatever else leaves the operation unfinished until somebody asks.</summary>
    public async Task<IResult> Told(DeskVisit desk, string title, string? cardNumber, string operationId, IResult answer, CancellationToken cancellation)
    {
        switch (answer)
        {
            case Answer when cardNumber is not null:
                return Receipt(cardNumber, operationId);
            case Problem { Status: < 500 } or Problem { Code: "service-paused" }:
                var no = (Problem)answer;
                await sessions.Finish(desk.Session, operationId, cancellation);
                return DeskPages.Refused(desk, title, new Refused(no.Code, no.Clauses, no.Detail ?? no.Title), cardNumber) with { Status = no.Status };
            default:
                return answer;
        }
    }

    /// <summary>Finds out, and makes sure that it stays so: an operation that has not been written by now never will be.</summary>
    /// <returns>The entry; null when nothing was written.</returns>
    public async Task<Entry?> Settle(DeskVisit desk, UnfinishedOperation asked, CancellationToken cancellation)
    {
        var written = asked.CardNumber is { } number
            ? await states.Fence(number, asked.OperationId, desk.Caller, cancellation)
            : await states.FenceIssue(issue.AccountOf(desk.Program, asked.OperationId), asked.OperationId, desk.Caller, cancellation);
        await sessions.Finish(desk.Session, asked.OperationId, cancellation);
        return written.Entry;
    }
}
