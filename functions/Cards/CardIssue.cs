using System.Buffers.Text;
using Functions.Http;
using Functions.Ledger;
using Functions.Members;
using Microsoft.AspNetCore.Http;
using Points.Cards;
using Points.Ledger;
using Points.Programs;

namespace Functions.Cards;

/// <summary>What the front asks for, the chip it holds and the code it has read.</summary>
public sealed record IssueRequest(CardRequest Card, string? ChipId, DateTimeOffset? OccurredAt, PersonData? Holder, string? RegistrationCode = null);

/// <summary>
/// Issues a card. Account, number and scan token are derived from the operation id, so that a repeated request finds
/// what the first one wrote. The account comes last: until it is there, nothing else counts.
/// </summary>
public sealed class CardIssue(
    CardReservations reservations, AccountStore accounts, CardHolders holders, ScanTokens tokens, Answers answers, LedgerStore ledger)
{
    public async Task<IResult> Run(IssueRequest asked, Caller caller, Program program, string operationId, string bodyHash, CancellationToken cancellation)
    {
        if (ledger.PauseOf(program, caller.Facility) is { } pause)
            return pause;
        var requestHash = tokens.RequestHash(bodyHash);
        var accountId = AccountOf(program, operationId);
        // The whole story may have been told before: then it is told again.
        if (await accounts.Find(accountId, operationId, cancellation) is { } written)
        {
            if (written.Entry is not null && (await accounts.Head(accountId, cancellation))?.Value.MemberId is { } earlier)
                await holders.Finish(earlier, cancellation);
            return ledger.Answer(written, operationId, requestHash, program);
        }

        var operation = OperationFor(asked, caller, program, operationId, requestHash);
        // Asked without a number first: a refusal reserves nothing.
        var (card, first) = await Ask(asked, caller, program, accountId, operation, cancellation);
        if (first is Refused refused)
            return Problem.From(refused);

        var number = await reservations.Number(program, accountId, operationId, cancellation);
        operation = operation with { CardNumber = number };
        if (asked.ChipId is { } chipId && !await reservations.Chip(program.Id, chipId, number, accountId, operationId, cancellation))
            return new Problem(409, "chip-in-use", "このICチップは登録済みです。", "別のカードをお使いください。") { Clauses = Clauses(program.TermsOn(operation.OccurredOn(program)).Cards.Media.Clause) };

        var (memberId, notAdmitted) = await holders.Admit(asked, card, accountId, operation, program, cancellation);
        if (notAdmitted is not null)
            return Problem.From(notAdmitted);
        var accepted = (Accepted)Issue.Decide(accountId, card with { MemberId = memberId }, operation, program);
        await reservations.Token(program.Id, number, accountId, cancellation);
        while (await accounts.Commit(accepted, etag: null, cancellation) != CommitOutcome.Committed)
        {
            if (await accounts.Find(accountId, operationId, cancellation) is { } earlier)
                return ledger.AnswerTaken(accepted.Main, earlier, operation, program);
        }

        if (memberId is not null)
            await holders.Finish(memberId, cancellation);
        return answers.Created(accepted.Main, program, replayed: false);
    }

    /// <summary>What the issue would be; nothing is written.</summary>
    public async Task<Decision> Preview(IssueRequest asked, Caller caller, Program program, CancellationToken cancellation)
    {
        const string quote = "quote";
        var operation = OperationFor(asked, caller, program, quote, requestHash: "");
        return (await Ask(asked, caller, program, AccountOf(program, quote), operation, cancellation)).Decision;
    }

    /// <summary>The account that an issue opens, known before it is there.</summary>
    public string AccountOf(Program program, string operationId) =>
        Base64Url.EncodeToString(tokens.Derive($"account|{program.Id}|{operationId}").AsSpan(0, 15));

    private async Task<(CardRequest Card, Decision Decision)> Ask(
        IssueRequest asked, Caller caller, Program program, string accountId, Operation operation, CancellationToken cancellation)
    {
        if (ledger.TimeRefusal(operation) is { } untimely)
            return (asked.Card, untimely);
        var (card, unfit) = await holders.Look(asked, caller, accountId, operation, program, cancellation);
        return (card, unfit ?? Issue.Decide(accountId, card, operation, program));
    }

    private Operation OperationFor(IssueRequest asked, Caller caller, Program program, string operationId, string requestHash)
    {
        var now = ledger.Now(program);
        return new Operation
        {
            Id = operationId,
            RequestHash = requestHash,
            CardNumber = "",
            By = caller.KeyId,
            Facility = caller.Facility,
            OccurredAt = asked.OccurredAt?.ToOffset(program.Offset) ?? now,
            RecordedAt = now,
        };
    }

    private static string[] Clauses(string? clause) => clause is null ? [] : [clause];
}
