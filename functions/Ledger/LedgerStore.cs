using Functions.Cards;
using Functions.Http;
using Functions.Store;
using Microsoft.AspNetCore.Http;
using Points.Ledger;
using Points.Programs;

namespace Functions.Ledger;

/// <summary>
/// Carries a decision out: reads the head, decides, writes once. Replays, races and lost answers are settled here for
/// every use case alike.
/// </summary>
public sealed class LedgerStore(AccountStore accounts, CardAccounts cards, ScanTokens tokens, Answers answers, LedgerEvents events, Settings settings, TimeProvider clock)
{
    private const int MaxRaces = 100;

    /// <summary>For decisions that have to ask somebody else first.</summary>
    public Task<IResult> ApplyAsync(Call call, Func<Account, Operation, Task<Decision>> decide, CancellationToken cancellation) =>
        Run(call, decide, cancellation);

    public Task<IResult> Apply(Call call, Func<Account, Operation, Decision> decide, CancellationToken cancellation) =>
        Run(call, (account, operation) => Task.FromResult(decide(account, operation)), cancellation);

    /// <summary>For corrections, which need to know what happened before.</summary>
    public Task<IResult> Correct(Call call, Func<Account, Operation, History, Decision> decide, CancellationToken cancellation) =>
        Run(call, async (account, operation) => decide(account, operation, await accounts.History(account, cancellation)), cancellation);

    /// <summary>What the decision would be; nothing is written.</summary>
    public async Task<Decision> Preview(Call call, Func<Account, Operation, Decision> decide, CancellationToken cancellation)
    {
        var (place, head) = await cards.Look(call.Card, call.Caller, cancellation);
        var operation = OperationFor(call, "quote", requestHash: "", place.CardNumber);
        return TimeRefusal(operation) ?? decide(head.Value, operation);
    }

    private async Task<IResult> Run(Call call, Func<Account, Operation, Task<Decision>> decide, CancellationToken cancellation)
    {
        if (PauseOf(call.Program, call.Facility ?? call.Caller.Facility) is { } pause)
            return pause;
        var requestHash = tokens.RequestHash(call.BodyHash);
        for (var race = 1; race <= MaxRaces; race++)
        {
            var (place, head) = await cards.Open(call.Card, call.Caller, cancellation);
            var operation = OperationFor(call, call.OperationId!, requestHash, place.CardNumber);
            switch (TimeRefusal(operation) ?? await decide(head.Value, operation))
            {
                case Refused refused:
                    // A repeated request must get its first answer, even if the terms would refuse it now.
                    if (await Replay(head.Value, operation, call.Program, cancellation) is { } before)
                        return before;
                    events.Refused(call.Program.Id, refused, call.Facility ?? call.Caller.Facility);
                    return Refusal(refused, call.Program);

                // What a card did before it was linked stands in the account that it had then.
                case Accepted when head.Value.Absorbed is not null && await Replay(head.Value, operation, call.Program, cancellation) is { } answer:
                    return answer;

                case Accepted accepted:
                    switch (await accounts.Commit(accepted, head.ETag, cancellation))
                    {
                        case CommitOutcome.Committed:
                            return answers.Created(accepted.Main, call.Program, replayed: false);
                        case CommitOutcome.Taken when await accounts.Find(place.AccountId, operation.Id, cancellation) is { Reservation: null } written:
                            return Answer(written, operation.Id, operation.RequestHash!, call.Program);
                        case CommitOutcome.TakenPerhapsByUs when await accounts.Find(place.AccountId, operation.Id, cancellation) is { Reservation: null } written:
                            if (written.Entry?.Hash == accepted.Main.Hash)
                                events.Committed(call.Program.Id, accepted.Entries);
                            return AnswerTaken(accepted.Main, written, operation, call.Program);
                        default:
                            await Documents.Pause(int.Min(race, 4));
                            break;
                    }

                    break;
            }
        }

        throw new StoreUnavailableException("too many races on one account", outcomeUnknown: false);
    }

    /// <summary>The refusal of everything that changes something while the service is paused (KKR-14.1); null while it is not.</summary>
    public Problem? PauseOf(Program program, string? facility) => settings.IsPaused(program.Id, facility)
        ? new Problem(503, "service-paused", "サービスを休止しています。", "保守等のためポイントサービスを休止しています。しばらくしてから同じキーで再送してください。")
        {
            Clauses = program.TermsOn(program.DateOf(clock.GetUtcNow())).Pause?.Clause is { } clause ? [clause] : [],
            RetryAfterSeconds = 60,
        }
        : null;

    /// <summary>The id is taken: by our own first attempt whose answer was lost, by an earlier request, or by a fence.</summary>
    public IResult AnswerTaken(Entry mine, Written written, Operation operation, Program program) =>
        written.Entry is { } entry && entry.Hash == mine.Hash
            ? answers.Created(entry, program, replayed: false)
            : Answer(written, operation.Id, operation.RequestHash!, program);

    private async Task<IResult?> Replay(Account account, Operation operation, Program program, CancellationToken cancellation) =>
        await accounts.Find(account, operation.Id, cancellation) is { } written ? Answer(written, operation.Id, operation.RequestHash!, program) : null;

    /// <summary>What a request gets whose operation id is taken.</summary>
    public IResult Answer(Written written, string operationId, string requestHash, Program program) => written switch
    {
        { Entry: { } entry } when entry.RequestHash == requestHash => answers.Created(entry, program, replayed: true),
        { Entry: not null } => new Problem(409, "operation-conflict", "The Idempotency-Key is taken.",
            $"{operationId} was used before with another body. Use a new key for a new operation."),
        _ => new Problem(409, "operation-fenced", "The operation is fenced.",
            $"{operationId} was given up by a fence and can never commit. Use a new key for a new operation."),
    };

    private IResult Refusal(Refused refused, Program program) =>
        Problem.From(refused) with { Earlier = refused.Earlier is { } entry ? answers.Of(entry, program) : null };

    public Operation OperationFor(Call call, string id, string requestHash, string cardNumber)
    {
        var now = Now(call.Program);
        return new Operation
        {
            Id = id,
            RequestHash = requestHash,
            CardNumber = cardNumber,
            By = call.Caller.KeyId,
            Facility = call.Facility,
            Department = call.Department,
            OccurredAt = call.OccurredAt?.ToOffset(call.Program.Offset) ?? now,
            RecordedAt = now,
        };
    }

    public DateTimeOffset Now(Program program) => ProgramTime.Now(clock, program);

    public Refused? TimeRefusal(Operation operation)
    {
        if (operation.OccurredAt > operation.RecordedAt + Settings.Ahead)
            return Refused.Because("occurred-in-the-future", clause: null, $"occurredAt {operation.OccurredAt:O} は現在時刻より5分以上先です。端末の時計を確認してください。");
        if (operation.OccurredAt < operation.RecordedAt.AddDays(-settings.OldestDays))
            return Refused.Because("occurred-too-long-ago", clause: null, $"occurredAt {operation.OccurredAt:O} は {settings.OldestDays}日 より前です。");
        return null;
    }
}
