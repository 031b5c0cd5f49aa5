using System.Globalization;
using Local.Cosmos;

namespace Functions.Tests.Ledger;

/// <summary>
/// The table of docs/cost.md: what each operation asks of the store, as counted by the local server, and the request
/// units that follow by the model written there. <c>POINTS_WRITE_DOCS=1</c> writes it again.
/// </summary>
public sealed class CostDocTests
{
    private const string Begin = "<!-- measured: CostDocTests -->";
    private const string End = "<!-- end -->";

    [Fact]
    public async Task TheDocSaysWhatIsMeasured()
    {
        var path = Path.Combine(FindRoot(AppContext.BaseDirectory), "docs", "cost.md");
        var measured = await Measure();
        var text = await File.ReadAllTextAsync(path);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("POINTS_WRITE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(path, $"{text[..from]}\n{string.Join('\n', measured.Select(row => row.ToString()))}\n{text[to..]}");
            return;
        }

        var said = text[from..to].Trim().Split('\n').Select(Row.Parse).ToList();
        Assert.Equal(measured.Select(row => (row.Operation, row.Reads, row.Others, row.Written)), said.Select(row => (row.Operation, row.Reads, row.Others, row.Written)));
        // Ids and times differ by some bytes from run to run.
        Assert.All(measured.Zip(said), pair =>
        {
            Assert.InRange(pair.First.Bytes, pair.Second.Bytes * 0.9, pair.Second.Bytes * 1.1);
            Assert.InRange(pair.First.Units, pair.Second.Units * 0.9, pair.Second.Units * 1.1);
        });
    }

    private static async Task<List<Row>> Measure()
    {
        await using var app = await Backend.Start();
        var card = await app.Card();
        await app.Award(card, 500_000);
        var rows = new List<Row>
        {
            await Counted(app, "balance", () => app.Get($"api/cards/{card}/balance")),
            await Counted(app, "award", () => app.Award(card, 12_000, "award-1")),
            await Counted(app, "award, sent again", () => app.Award(card, 12_000, "award-1")),
            await Counted(app, "redemption", () => app.Redeem(card, 1_000, 1_000, "use-1")),
            await Counted(app, "void, after 3 operations", () => app.Post("api/voids", new { card, operationId = "use-1" }, "void-1")),
            await Counted(app, "refusal", () => app.Redeem(card, 900_000, 900_000)),
            await Counted(app, "a page of entries", () => app.Get($"api/cards/{card}/entries")),
            await Counted(app, "card issue", () => app.Post("api/programs/kkr/cards", new { medium = "qr", memberClass = "general" }, Backend.NewId(), "kkr-front.local")),
        };
        return rows;
    }

    private static async Task<Row> Counted(Backend app, string operation, Func<Task<Reply>> call)
    {
        var counts = (await app.Counted(call)).Counts;
        var reads = counts.Where(count => count.Kind == RequestKind.Read).Sum(count => count.Requests);
        var written = counts.Where(count => count.BytesWritten > 0).Sum(count => count.Kind == RequestKind.Batch ? count.Items : count.Requests);
        return new Row(operation, reads, counts.Sum(count => count.Requests) - reads, written, counts.Sum(count => count.BytesWritten), Units(counts));
    }

    /// <summary>
    /// The model of docs/cost.md: 2 for a point read, 3 for a page of a query, 5 a kilobyte created and 10 a kilobyte replaced, a document
    /// being one kilobyte at least; half of a batch replaces.
    /// </summary>
    private static double Units(IEnumerable<RequestCount> counts) => counts.Sum(count => count.Kind switch
    {
        RequestKind.Read => 2.0 * count.Requests,
        RequestKind.Query => 3.0 * count.Requests,
        RequestKind.Batch => 7.5 * Kilobytes(count.BytesWritten, count.Items),
        RequestKind.Replace => 10.0 * Kilobytes(count.BytesWritten, count.Requests),
        _ => 5.0 * Kilobytes(count.BytesWritten, count.Requests),
    });

    private static double Kilobytes(long bytes, long documents) => double.Max(documents, bytes / 1024.0);

    private sealed record Row(string Operation, long Reads, long Others, long Written, double Bytes, double Units)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"| {Operation} | {Reads} | {Others} | {Written} | {Bytes:0} | {Units:0.0} |");

        public static Row Parse(string line)
        {
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            return new Row(cells[1], long.Parse(cells[2]), long.Parse(cells[3]), long.Parse(cells[4]), double.Parse(cells[5]), double.Parse(cells[6]));
        }
    }

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Functions.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);
}
