using System.Buffers.Text;
using Functions.Http;
using Functions.Ledger;
using Functions.Members;
using Microsoft.AspNetCore.Http;
using Points.Cards;
using Points.Ledger;
using Points.Programs;

namespace Functions.Cards;

/// <summary>What the front asks for, and the chip it holds.</summary>
public sealed record IssueRequest(CardRequest Card, string? ChipId, DateTimeOffset? OccurredAt, PersonData? Holder);

/// <summary>
/// Issues a card. Account, number and scan token are derived from the operation id, so that a repeated request finds
/// what the first one wrote. The account comes last: until it is there, nothing else counts.
/// </summary>
public sealed class CardIssue(
    CardReservations reservations, AccountStore accounts, Registration registration, ScanTokens tokens, Answers answers, LedgerStore ledger)
{
    public async Task<IResult> Run(IssueRequest asked, Caller caller, Program program, string operationId, string bodyHash, CancellationToken cancellation)
    {
        if (ledger.PauseOf(program, caller.Facility) is { } pause)
            return pause;
        var requestHash = tokens.RequestHash(bodyHash);
        var accountId = Base64Url.EncodeToString(tokens.Derive($"account|{program.Id}|{operationId}").AsSpan(0, 15));
        // The whole story may have been told before: then it is told again.
        if (await accounts.Find(accountId, operationId, cancellation) is { } written)
        {
            if (written.Entry is not null && (await accounts.Head(accountId, cancellation))?.Value.MemberId is { } earlier)
                await registration.Finish(earlier, cancellation);
            return ledger.Answer(written, operationId, requestHash, program);
        }

        var number = await reservations.Number(program, accountId, operationId, cancellation);
        var now = ledger.Now(program);
        var operation = new Operation
        {
            Id = operationId,
            RequestHash = requestHash,
            CardNumber = number,
            By = caller.KeyId,
            Facility = caller.Facility,
            OccurredAt = asked.OccurredAt?.ToOffset(program.Offset) ?? now,
            RecordedAt = now,
        };
        if (ledger.TimeRefusal(operation) is { } untimely)
            return Problem.From(untimely);
        var decision = Issue.Decide(accountId, asked.Card, operation, program);
        if (decision is Refused refused)
            return Problem.From(refused);
        if (asked.ChipId is { } chipId && !await reservations.Chip(program.Id, chipId, number, accountId, operationId, cancellation))
            return new Problem(409, "chip-in-use", "このICチップは登録済みです。", "別のカードをお使いください。") { Clauses = Clauses(program.TermsOn(operation.OccurredOn(program)).Cards.Media.Clause) };

        var admission = asked.Holder is { } holder ? await registration.Admit(holder, accountId, memberId: null, operation, program, cancellation) : null;
        if (asked.Holder is not null && admission is null)
            return Problem.From(MemberRegistration.EmailTaken(program, operation));
        var accepted = admission is null ? (Accepted)decision : (Accepted)Issue.Decide(accountId, asked.Card with { MemberId = admission.Member.MemberId }, operation, program);
        await reservations.Token(program.Id, number, accountId, cancellation);
        while (await accounts.Commit(accepted, etag: null, cancellation) != CommitOutcome.Committed)
        {
            if (await accounts.Find(accountId, operationId, cancellation) is { } earlier)
                return ledger.AnswerTaken(accepted.Main, earlier, operation, program);
        }

        if (admission is not null)
            await registration.Finish(admission.Member.MemberId, cancellation);
        return answers.Created(accepted.Main, program, replayed: false);
    }

    private static string[] Clauses(string? clause) => clause is null ? [] : [clause];
}
