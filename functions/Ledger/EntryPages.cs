using System.Globalization;
using Points.Ledger;

namespace Functions.Ledger;

/// <summary>Where a listing stands in one account: it goes on with the entries below this number.</summary>
public sealed record EntryCursor(string AccountId, int Below)
{
    private const char Between = '~';

    /// <summary>Null where a text is no continuation of ours.</summary>
    public static IReadOnlyList<EntryCursor>? Parse(string text)
    {
        List<EntryCursor> cursors = [];
        foreach (var part in text.Split(Between))
        {
            if (part.Split('.') is not [{ Length: > 0 } accountId, var number] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var below) || below < 2)
                return null;
            cursors.Add(new EntryCursor(accountId, below));
        }

        return cursors.Count <= 1 + MergePlan.MaxAbsorbed ? cursors : null;
    }

    /// <summary>Whether a continuation is of this account's own listing, and so shows nothing of anybody else's.</summary>
    public static bool AreOf(Account account, IReadOnlyList<EntryCursor>? cursors) =>
        cursors?.All(cursor => cursor.AccountId == account.AccountId || account.Absorbed?.Contains(cursor.AccountId) == true) != false;

    public static string? Text(IEnumerable<EntryCursor> cursors) =>
        string.Join(Between, cursors.Select(cursor => string.Create(CultureInfo.InvariantCulture, $"{cursor.AccountId}.{cursor.Below}"))) is { Length: > 0 } text ? text : null;
}

/// <summary>
/// The entries of an account and of those that it took over, as one list, newest first. The entry that took an account over opens that
/// account's own entries: they are all older than it, so a page reads little more than what it shows.
/// </summary>
public sealed class EntryPages(AccountStore accounts)
{
    /// <summary>At least so many entries of an account are read at once, so that alternating accounts do not cost a query an entry.</summary>
    private const int LeastRead = 4;

    /// <param name="from">Null for the first page.</param>
    public async Task<(IReadOnlyList<Entry> Entries, string? Continuation)> Page(
        Account account, IReadOnlyList<EntryCursor>? from, int limit, CancellationToken cancellation)
    {
        List<Source> open = [.. (from ?? [new EntryCursor(account.AccountId, account.Version + 1)]).Select(cursor => new Source(cursor.AccountId, cursor.Below))];
        List<Entry> page = [];
        while (page.Count < limit && open.Count > 0)
        {
            foreach (var source in open.Where(source => source.Read.Count == 0))
            {
                var size = int.Min(limit - page.Count, int.Max(LeastRead, (limit - page.Count) / open.Count + 1));
                foreach (var read in await accounts.Page(source.AccountId, source.Below, size, cancellation))
                    source.Read.Enqueue(read);
            }

            open.RemoveAll(source => source.Read.Count == 0);
            // Of equally new entries the account that is left comes before those that it took over, on every page alike.
            if (open.MaxBy(source => source.Read.Peek().RecordedAt) is not { } newest)
                break;
            var entry = newest.Read.Dequeue();
            page.Add(entry);
            newest.Below = entry.Number;
            if (entry.Number == 1)
                open.Remove(newest);
            if (entry.Kind is EntryKind.Merge or EntryKind.Link)
                open.AddRange(await TakenBy(entry, account, cancellation));
        }

        return (page, EntryCursor.Text(open.Select(source => new EntryCursor(source.AccountId, source.Below))));
    }

    private async Task<IReadOnlyList<Source>> TakenBy(Entry entry, Account account, CancellationToken cancellation)
    {
        List<Source> taken = [];
        foreach (var id in account.Absorbed ?? [])
        {
            if (await accounts.Find(id, MergePlan.MovedId(entry.AccountId, entry.Id), cancellation) is { Entry: { } moved })
                taken.Add(new Source(id, moved.Number + 1));
        }

        return taken;
    }

    private sealed class Source(string accountId, int below)
    {
        public string AccountId => accountId;
        public int Below { get; set; } = below;
        public Queue<Entry> Read { get; } = [];
    }
}
