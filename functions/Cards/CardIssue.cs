using System.Buffers.Text;
using Functions.Http;
using Functions.Ledger;
using Functions.Members;
using Functions.Store;
using Microsoft.AspNetCore.Http;
using Points.Cards;
using Points.Ledger;
using Points.Programs;

namespace Functions.Cards;

/// <summary>What the front asks for, and the chip it holds.</summary>
public sealed record IssueRequest(CardRequest Card, string? ChipId, DateTimeOffset? OccurredAt, Member? Holder);

/// <summary>
/// Issues a card. Account, number and scan token are derived from the operation id, so that a repeated request finds
/// what the first one wrote. The account comes last: until it is there, nothing else counts.
/// </summary>
public sealed class CardIssue(
    CosmosStore store, AccountStore accounts, MemberStore members, ScanTokens tokens, Answers answers, LedgerStore ledger)
{
    public async Task<IResult> Run(IssueRequest asked, Caller caller, Program program, string operationId, string bodyHash, CancellationToken cancellation)
    {
        // Under a secret: a plain hash of a body with personal data could be guessed, and an entry is for ever.
        var requestHash = Base64Url.EncodeToString(tokens.Derive($"request|{bodyHash}"));
        var accountId = Base64Url.EncodeToString(tokens.Derive($"account|{program.Id}|{operationId}").AsSpan(0, 15));
        // The whole story may have been told before: then it is told again.
        if (await accounts.Find(accountId, operationId, cancellation) is { } written)
            return ledger.Answer(written, operationId, requestHash, program);

        var number = await ReserveNumber(program, accountId, operationId, cancellation);
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
        var memberId = asked.Holder is null ? null : Base64Url.EncodeToString(tokens.Derive($"member|{program.Id}|{operationId}").AsSpan(0, 15));
        var decision = Issue.Decide(accountId, asked.Card with { MemberId = memberId }, operation, program);
        if (decision is Refused refused)
            return Problem.From(refused);
        var accepted = (Accepted)decision;
        if (asked.ChipId is { } chipId && !await ReserveChip(program.Id, chipId, number, accountId, operationId, cancellation))
            return new Problem(409, "chip-in-use", "このICチップは登録済みです。", "別のカードをお使いください。") { Clauses = Clauses(program.TermsOn(operation.OccurredOn(program)).Cards.Media.Clause) };

        if (memberId is not null)
            await members.Create(asked.Holder! with { Id = memberId, MemberId = memberId, Program = program.Id }, cancellation);
        var scanKey = ScanTokens.KeyOf(program.Id, tokens.For(program.Id, number));
        await store.Lookups.TryCreate(new Lookup(scanKey, scanKey, number, accountId), scanKey, StoreJson.Readable.Lookup, cancellation);
        while (await accounts.Commit(accepted, etag: null, cancellation) != CommitOutcome.Committed)
        {
            if (await accounts.Find(accountId, operationId, cancellation) is { } earlier)
                return ledger.AnswerTaken(accepted.Main, earlier, operation, program);
        }

        return answers.Created(accepted.Main, program, replayed: false);
    }

    /// <summary>The first derived number that is free or already ours.</summary>
    private async Task<string> ReserveNumber(Program program, string accountId, string operationId, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            var number = CardNumber.From(program.CardNumberPrefix, tokens.Derive($"number|{program.Id}|{operationId}|{attempt}"));
            var place = new CardPlace(number, number, program.Id, accountId);
            if (await store.Cards.TryCreate(place, number, StoreJson.Readable.CardPlace, cancellation))
                return number;
            if (await store.Cards.Find(number, number, StoreJson.Readable.CardPlace, cancellation) is { } taken && taken.Value.AccountId == accountId)
                return number;
        }
    }

    /// <summary>A chip identifies one card for ever; one whose first issue never finished is free again.</summary>
    private async Task<bool> ReserveChip(string program, string chipId, string number, string accountId, string operationId, CancellationToken cancellation)
    {
        var key = ScanTokens.ChipKey(program, chipId);
        var mine = new Lookup(key, key, number, accountId, operationId);
        while (!await store.Lookups.TryCreate(mine, key, StoreJson.Readable.Lookup, cancellation))
        {
            if (await store.Lookups.Find(key, key, StoreJson.Readable.Lookup, cancellation) is not { } found)
                continue;
            if (found.Value.AccountId == accountId)
                return true;
            // The fence keeps a slow first issue from finishing after its chip was given away.
            var fence = new Fence(found.Value.OperationId!, found.Value.AccountId, DateTimeOffset.UnixEpoch, "chip");
            if (!await accounts.TryFence(fence, cancellation) && (await accounts.Find(fence.AccountId, fence.Id, cancellation))?.Entry is not null)
                return false;
            if (await store.Lookups.TryReplace(mine, key, key, found.ETag, StoreJson.Readable.Lookup, cancellation))
                return true;
        }

        return true;
    }

    private static string[] Clauses(string? clause) => clause is null ? [] : [clause];
}
