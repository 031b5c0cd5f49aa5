using Functions.Store;

namespace Functions.Mail;

/// <summary>What went out since an instant.</summary>
/// <param name="Sent">All mails, notices among them.</param>
public sealed record MailWindow(DateTimeOffset From, int Sent, int Notices)
{
    /// <summary>The fifth part is kept for replies: however many notices wait, a member who asks is answered.</summary>
    public bool Allows(string urgency, int limit) =>
        Sent < limit && (urgency == LetterUrgency.Reply || Notices < limit - KeptForReplies(limit));

    public MailWindow With(string urgency, int mails) =>
        this with { Sent = int.Max(0, Sent + mails), Notices = urgency == LetterUrgency.Reply ? Notices : int.Max(0, Notices + mails) };

    public MailWindow At(DateTimeOffset now, TimeSpan length) =>
        new DateTimeOffset(now.UtcTicks - (now.UtcTicks % length.Ticks), TimeSpan.Zero) is var from && from == From ? this : new MailWindow(from, 0, 0);

    private static int KeptForReplies(int limit) => limit > 1 ? int.Max(1, limit / 5) : 0;
}

/// <summary>The one document by which all instances count what they send.</summary>
/// <param name="PausedUntil">The service asked to be left alone until then.</param>
public sealed record MailCount(string Id, MailWindow Minute, MailWindow Hour, DateTimeOffset? PausedUntil = null);

/// <summary>
/// How many mails may go out in the running minute and hour. Counted in the store before a mail is handed over, so the limits hold over
/// restarts and over every instance.
/// </summary>
public sealed class MailBudget(CosmosStore store, Settings settings, TimeProvider clock)
{
    private const string CountId = ":count";
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>False when the limit is reached or the service has asked for a pause; then nothing is written.</summary>
    public Task<bool> Take(string urgency, CancellationToken cancellation) =>
        Change(count => IsPaused(count) || !count.Minute.Allows(urgency, settings.MailPerMinute) || !count.Hour.Allows(urgency, settings.MailPerHour)
            ? null
            : count with { Minute = count.Minute.With(urgency, 1), Hour = count.Hour.With(urgency, 1) }, cancellation);

    /// <summary>What was taken and not used.</summary>
    public Task GiveBack(string urgency, CancellationToken cancellation) =>
        Change(count => count with { Minute = count.Minute.With(urgency, -1), Hour = count.Hour.With(urgency, -1) }, cancellation);

    public Task Pause(TimeSpan pause, CancellationToken cancellation) =>
        Change(count => count with { PausedUntil = clock.GetUtcNow() + (pause < LongestPause ? pause : LongestPause) }, cancellation);

    private bool IsPaused(MailCount count) =>
        count.PausedUntil is { } until && clock.GetUtcNow() is var now && now < until && until - now <= LongestPause;

    private async Task<bool> Change(Func<MailCount, MailCount?> change, CancellationToken cancellation)
    {
        for (var race = 1; ; race++)
        {
            var stored = await store.Mail.Find(CountId, CountId, StoreJson.Readable.MailCount, cancellation);
            var now = clock.GetUtcNow();
            var before = stored?.Value ?? new MailCount(CountId, new MailWindow(now, 0, 0), new MailWindow(now, 0, 0));
            var current = before with { Minute = before.Minute.At(now, TimeSpan.FromMinutes(1)), Hour = before.Hour.At(now, TimeSpan.FromHours(1)) };
            if (change(current) is not { } after)
                return false;
            if (stored is null
                ? await store.Mail.TryCreate(after, CountId, StoreJson.Readable.MailCount, cancellation)
                : await store.Mail.TryReplace(after, CountId, CountId, stored.ETag, StoreJson.Readable.MailCount, cancellation))
                return true;
            await Documents.Pause(int.Min(race, 6));
        }
    }
}
