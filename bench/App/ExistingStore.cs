using Bench.Load;
using Bench.Processes;

namespace Bench.App;

/// <summary>A store as a day at the tills leaves it: cards with an award each, and nobody who holds it open.</summary>
public static class ExistingStore
{
    /// <returns>The cards.</returns>
    public static async Task<byte[][]> Make(TemporaryFolder folder, Options options, CancellationToken cancellation)
    {
        await using var app = await AppServer.Start("ours", folder.Path, [], cancellation);
        var callers = new Callers(app.Server.Address, options.Callers, cancellation);
        var cards = IssueCards.Run(callers, options.Cards);
        IssueCards.Award(callers, cards);
        await app.Stop();
        return cards;
    }
}
