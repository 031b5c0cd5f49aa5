namespace Functions.Tests.Journal;

/// <summary>A journal as the app exports it, for tests that change a copy of it.</summary>
public sealed class OneJournal : IAsyncLifetime
{
    private Backend app = null!;

    public string Folder => app.Journal();

    public async ValueTask InitializeAsync()
    {
        app = await Backend.Start();
        await app.Live();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
