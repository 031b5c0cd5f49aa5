using System.Collections.Concurrent;
using System.Text.Json;
using Functions.Ledger;
using Functions.Members;
using Functions.Programs;
using Functions.Store;
using Microsoft.Extensions.Logging;
using Points.Ledger;

namespace Functions.Mail;

/// <summary>
/// Queues the letters that tell new entries. The change feed may bring an entry many times: the letter's id is that of the entry, so
/// it is queued once. What is too old is passed over, so an app that meets an old store does not write to everybody.
/// </summary>
public sealed class EntryLetters(
    AccountStore accounts, MemberStore members, PostRoom room, ProgramCatalogue programs, Settings settings, TimeProvider clock, ILogger<EntryLetters> log)
{
    /// <summary>How often a document that cannot be told is tried before it goes aside and the feed goes on.</summary>
    private const int Tries = 3;

    private const string EntryType = "entry";
    private readonly ConcurrentDictionary<string, int> failures = new();

    /// <exception cref="UntoldEntryException">A document could not be told; the same batch must come again.</exception>
    public async Task Tell(IReadOnlyList<JsonElement> changed, CancellationToken cancellation)
    {
        var heads = changed.Where(document => Text(document, "id") == AccountStore.HeadId).ToLookup(document => Text(document, "accountId"));
        var (passedOver, again) = (0, 0);
        foreach (var document in changed.Where(document => Text(document, "type") == EntryType))
        {
            if (IsOld(document))
                passedOver++;
            else if (!await TryTell(document, heads[Text(document, "accountId")].LastOrDefault(), cancellation))
                again++;
        }

        if (passedOver > 0)
            log.EntriesPassedOver(passedOver);
        if (again > 0)
            throw new UntoldEntryException(again);
    }

    /// <summary>Tells the entry of a dead letter after all; false when it still cannot be told.</summary>
    public async Task<bool> TellAgain(QueuedLetter dead, CancellationToken cancellation)
    {
        if (await accounts.Document(dead.AccountId!, dead.EntryId!, cancellation) is not { } document)
            return false;
        try
        {
            await TellEntry(document, head: default, cancellation);
            return true;
        }
        catch (Exception bad) when (IsOfTheDocument(bad))
        {
            log.LetterFailed(EntryType, dead.Program, dead.Attempts + 1, LetterFailure.EntryUnreadable, bad.GetType().Name);
            return false;
        }
    }

    private async Task<bool> TryTell(JsonElement document, JsonElement head, CancellationToken cancellation)
    {
        var key = $"{Text(document, "accountId")}:{Text(document, "id")}";
        try
        {
            await TellEntry(document, head, cancellation);
            failures.TryRemove(key, out _);
            return true;
        }
        catch (Exception bad) when (IsOfTheDocument(bad))
        {
            var tries = failures.AddOrUpdate(key, 1, (_, before) => before + 1);
            log.LetterFailed(EntryType, "", tries, LetterFailure.EntryUnreadable, bad.GetType().Name);
            if (tries < Tries)
                return false;
            await SetAside(document, head, tries, cancellation);
            failures.TryRemove(key, out _);
            return true;
        }
    }

    /// <summary>The store's own trouble passes and holds the feed; anything else would hold it for ever.</summary>
    private static bool IsOfTheDocument(Exception failure) => failure is not (StoreUnavailableException or OperationCanceledException);

    private async Task TellEntry(JsonElement document, JsonElement head, CancellationToken cancellation)
    {
        var entry = document.Deserialize(LedgerJson.Readable.Entry)!;
        if (await HolderOf(entry, head, cancellation) is not { MemberId: { } memberId } account)
            return;
        if (EntryLetter.Of(entry, programs[account.Program]) is not { } letter
            || await members.Find(memberId, cancellation) is not { MyPageOpen: true } member
            || letter.OnRequest && !member.NoticeOf.Contains(Member.PointsNotice))
            return;
        var isNew = await room.Add(
            new QueuedLetter
            {
                Id = $"entry:{entry.AccountId}:{entry.Id}",
                Program = account.Program,
                MemberId = memberId,
                AccountId = entry.AccountId,
                Number = entry.Number,
                Letter = letter.Letter,
                Facts = letter.Facts,
                Urgency = LetterUrgency.Notice,
                QueuedAt = entry.RecordedAt,
                NextTryAt = clock.GetUtcNow(),
            },
            cancellation);
        if (isNew)
            log.LetterQueued(letter.Letter, account.Program);
    }

    /// <summary>The account as it is now; one that went into another by merge or link has its holder there.</summary>
    /// <param name="head">The head came with the entry more often than not: then nothing is read.</param>
    private async Task<Account?> HolderOf(Entry entry, JsonElement head, CancellationToken cancellation)
    {
        var account = head.ValueKind == JsonValueKind.Object
            ? head.Deserialize(LedgerJson.Readable.Account)
            : (await accounts.Head(entry.AccountId, cancellation))?.Value;
        while (account is { MemberId: null, MovedTo: { } next })
            account = (await accounts.Head(next, cancellation))?.Value;
        return account;
    }

    private async Task SetAside(JsonElement document, JsonElement head, int tries, CancellationToken cancellation)
    {
        var (accountId, entryId, now) = (Text(document, "accountId") ?? "", Text(document, "id")!, clock.GetUtcNow());
        // Whose program it is stands in the head; if that is no better, every operator sees it.
        var program = Text(head, "program") ?? Text(await accounts.Document(accountId, AccountStore.HeadId, cancellation) ?? default, "program");
        var dead = new QueuedLetter
        {
            Id = $"unread:{accountId}:{entryId}",
            State = LetterState.Dead,
            Program = program is not null && programs.ById.ContainsKey(program) ? program : "",
            MemberId = "",
            AccountId = accountId,
            EntryId = entryId,
            Letter = EntryType,
            Facts = new Dictionary<string, string>(),
            Urgency = LetterUrgency.Notice,
            QueuedAt = now,
            NextTryAt = now,
            Attempts = tries,
            Failure = LetterFailure.EntryUnreadable,
            DeadSince = now,
        };
        if (await room.Add(dead, cancellation))
            log.LetterDead(dead.Letter, dead.Program, tries, LetterFailure.EntryUnreadable);
    }

    private bool IsOld(JsonElement document) =>
        document.TryGetProperty("recordedAt", out var value) && value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var recordedAt)
        && clock.GetUtcNow() - recordedAt > TimeSpan.FromDays(settings.MailNoticeDays);

    private static string? Text(JsonElement document, string name) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>Some of a batch could not be told yet.</summary>
public sealed class UntoldEntryException(int entries) : Exception($"{entries} entries could not be told and are tried again.");
