namespace Functions.Tests;

/// <summary>One app for all tests that do not need their own: cards keep them apart.</summary>
public sealed class SharedBackend : IAsyncLifetime
{
    public Backend App { get; private set; } = null!;

    public async ValueTask InitializeAsync() => App = await Backend.Start();

    public ValueTask DisposeAsync() => App.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class SharedApp : ICollectionFixture<SharedBackend>
{
    public const string Name = "one app";
}
