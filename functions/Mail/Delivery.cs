using Functions.Store;
using Microsoft.Extensions.Logging;

namespace Functions.Mail;

/// <summary>
/// Sends what waits: replies before notices, the letters of one account in their order, no more than the budget allows. A letter is
/// claimed in the store before it is handed over and marked afterwards; whoever dies in between leaves a claim that ends by itself.
/// </summary>
public sealed class Delivery(
    PostRoom room, MailBudget budget, LetterWriter writer, IMailSender sender, Settings settings, TimeProvider clock, ILogger<Delivery> log) : IDisposable
{
    /// <summary>A sender that has not said how it went after so long is dead.</summary>
    public static readonly TimeSpan ClaimLasts = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan TimeToMark = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    // One run at a time in a process: a second one would only stand in the way of the first.
    private readonly SemaphoreSlim turn = new(1, 1);
    private long minuteOfLastWarning;

    private enum Turn { Done, Left, Stop }

    public void Dispose() => turn.Dispose();

    /// <summary>Sends every letter whose turn it is, as far as the budget goes.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            await SendDue(LetterUrgency.Reply, cancellation);
            await SendDue(LetterUrgency.Notice, cancellation);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Queues a letter that somebody waits for and sends it at once; where that fails it waits like all others.</summary>
    public async Task SendNow(QueuedLetter letter, CancellationToken cancellation)
    {
        if (await writer.Write(letter, cancellation) is not { } mail || !await budget.Take(letter.Urgency, cancellation))
        {
            await room.Add(letter, cancellation);
            return;
        }

        var claimed = Claimed(letter);
        if (await room.Add(claimed, cancellation))
            await HandOver(claimed, mail, cancellation);
        else
            await budget.GiveBack(letter.Urgency, cancellation);
    }

    private async Task SendDue(string urgency, CancellationToken cancellation)
    {
        HashSet<string> left = [];
        while (true)
        {
            var due = (await room.Due(urgency, clock.GetUtcNow(), cancellation)).Where(place => !left.Contains(place.Id)).ToList();
            if (due.Count == 0)
                return;
            foreach (var place in due)
            {
                switch (await TrySend(place.Id, cancellation))
                {
                    case Turn.Stop:
                        return;
                    case Turn.Left:
                        left.Add(place.Id);
                        break;
                }
            }
        }
    }

    private async Task<Turn> TrySend(string id, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (await room.Find(id, cancellation) is not { Value: var letter } stored || !letter.IsDue(now))
            return Turn.Left;
        if (await room.Before(letter, cancellation) is { } before)
        {
            // What waits for a later try keeps the others waiting; what is being sent now will call them.
            var waits = before.State == LetterState.Waiting && before.NextTryAt > now;
            return waits && await room.TryChange(stored, letter with { NextTryAt = before.NextTryAt }, cancellation) ? Turn.Done : Turn.Left;
        }

        if (letter.Attempts >= settings.MailTries || !MayBeRepeated(letter, sender.Remembers, now))
            return await TryEnd(stored, Dead(letter, LetterFailure.NoAnswer), cancellation);
        OutgoingMail? mail;
        try
        {
            mail = await writer.Write(letter, cancellation);
        }
        catch (Exception bad) when (bad is not (StoreUnavailableException or OperationCanceledException))
        {
            return await TryEnd(stored, Failed(letter with { Attempts = letter.Attempts + 1 }, LetterFailure.Unwritable, bad), cancellation);
        }

        if (mail is null)
        {
            log.LetterDropped(letter.Letter, letter.Program);
            return await TryEnd(stored, PostRoom.Ended(letter, LetterState.Dropped), cancellation);
        }

        if (!await budget.Take(letter.Urgency, cancellation))
        {
            await WarnOfSpentBudget(cancellation);
            return Turn.Stop;
        }

        var claimed = Claimed(letter);
        if (!await room.TryChange(stored, claimed, cancellation))
        {
            await budget.GiveBack(letter.Urgency, cancellation);
            return Turn.Left;
        }

        return await HandOver(claimed, mail, cancellation);
    }

    /// <summary>
    /// Whether a letter whose last try has an unknown end may be sent again: as long as the service knows that it is the same mail,
    /// and after that only where a second copy does less harm than none (decision 0018).
    /// </summary>
    public static bool MayBeRepeated(QueuedLetter letter, TimeSpan remembers, DateTimeOffset now) =>
        letter.UnknownSince is not { } since || letter.Urgency == LetterUrgency.Reply || now - since < remembers;

    private QueuedLetter Claimed(QueuedLetter letter)
    {
        var now = clock.GetUtcNow();
        return letter with { State = LetterState.Sending, Attempts = letter.Attempts + 1, UnknownSince = letter.UnknownSince ?? now, NextTryAt = now + ClaimLasts };
    }

    /// <summary>A mail that was handed over must be marked: who is told to stop in between has a little time for it.</summary>
    private async Task<Turn> HandOver(QueuedLetter claimed, OutgoingMail mail, CancellationToken cancellation)
    {
        using var end = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        await using var stop = cancellation.Register(() => end.CancelAfter(TimeToMark));
        try
        {
            var serviceId = await sender.Send(mail, claimed.Id, claimed.UnknownSince!.Value, end.Token);
            await room.Change(claimed.Id, letter => PostRoom.Ended(letter, LetterState.Sent) with { UnknownSince = null, ServiceId = serviceId }, end.Token);
            log.LetterSent(claimed.Letter, claimed.Program, Seconds(clock.GetUtcNow() - claimed.QueuedAt));
            return Turn.Done;
        }
        catch (MailFailedException busy) when (busy.RetryAfter is { } pause)
        {
            log.MailThrottled(Seconds(pause));
            await budget.Pause(pause, end.Token);
            await room.Change(
                claimed.Id, letter => letter with { State = LetterState.Waiting, Attempts = letter.Attempts - 1, UnknownSince = null, NextTryAt = clock.GetUtcNow() }, end.Token);
            return Turn.Stop;
        }
        catch (MailFailedException failure)
        {
            // Who said no has not taken it.
            var unknownSince = failure.Failure == LetterFailure.NoAnswer ? claimed.UnknownSince : null;
            var failed = Failed(claimed with { UnknownSince = unknownSince }, failure.Failure, failure.InnerException ?? failure);
            await room.Change(claimed.Id, _ => failed, end.Token);
            return Turn.Done;
        }
    }

    private async Task<Turn> TryEnd(Stored<QueuedLetter> stored, QueuedLetter after, CancellationToken cancellation) =>
        await room.TryChange(stored, after, cancellation) ? Turn.Done : Turn.Left;

    private QueuedLetter Failed(QueuedLetter letter, string failure, Exception reason)
    {
        log.LetterFailed(letter.Letter, letter.Program, letter.Attempts, failure, reason.GetType().Name);
        if (letter.Attempts >= settings.MailTries)
            return Dead(letter, failure);
        var wait = TimeSpan.FromMinutes(1 << int.Min(letter.Attempts - 1, 10));
        return letter with { State = LetterState.Waiting, Failure = failure, NextTryAt = clock.GetUtcNow() + (wait < LongestWait ? wait : LongestWait) };
    }

    private QueuedLetter Dead(QueuedLetter letter, string failure)
    {
        log.LetterDead(letter.Letter, letter.Program, letter.Attempts, failure);
        return letter with { State = LetterState.Dead, Failure = failure, DeadSince = clock.GetUtcNow() };
    }

    private async Task WarnOfSpentBudget(CancellationToken cancellation)
    {
        var minute = clock.GetUtcNow().UtcTicks / TimeSpan.TicksPerMinute;
        if (Interlocked.Exchange(ref minuteOfLastWarning, minute) != minute)
            log.MailBudgetSpent((await room.Depth(cancellation)).Waiting);
    }

    private static long Seconds(TimeSpan time) => long.Max(0, (long)time.TotalSeconds);
}
