using Functions.Keys;
using Functions.Programs;
using Functions.Store;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Tests.Keys;

/// <summary>What an operator does with terminal keys at a console, and what the terminals notice.</summary>
[Collection(SharedApp.Name)]
public sealed class KeyCommandTests(SharedBackend shared) : IDisposable
{
    private readonly Backend app = shared.App;
    private readonly StringWriter output = new();
    private readonly StringWriter errors = new();

    [Fact]
    public async Task ANewKey_IsShownOnce_AndMayDoWhatItsRoleMay_InItsFacility()
    {
        Assert.Equal(0, await Run("new", "--program", "kkr", "--facility", "tokyo", "--role", "pos"));
        var key = output.ToString().Trim();

        Assert.Matches("^kkr-tokyo-pos-[0-9a-f]{8}\\.[A-Za-z0-9_-]{43}$", key);
        var card = await app.Card();
        var award = new { card, amountYen = 10_000, facility = "tokyo", department = "lodging" };
        Assert.Equal(201, (await app.Post("api/awards", award, Backend.NewId(), key)).Status);
        Assert.Equal("other-facility", (await app.Post("api/awards", new { card, amountYen = 10_000, facility = "hakone", department = "lodging" }, Backend.NewId(), key)).Code);
        Assert.Equal("forbidden", (await app.Post("api/programs/kkr/cards", new { medium = "qr", memberClass = "general" }, Backend.NewId(), key)).Code);
        Assert.Equal("unauthorized", (await app.Post("api/awards", award, Backend.NewId(), key[..^1] + (key[^1] == 'A' ? 'B' : 'A'))).Code);
    }

    [Fact]
    public async Task AList_ShowsKeysWithoutTheirSecrets_AndARevokedKeyIsGone()
    {
        await Run("new", "--program", "keio", "--role", "front");
        var (id, secret) = (output.ToString().Trim().Split('.')[0], output.ToString().Trim().Split('.')[1]);

        await Run("list", "--program", "keio");

        Assert.Contains($"{id}\tkeio\t(all)\tfront", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, System.Text.RegularExpressions.Regex.Count(output.ToString(), System.Text.RegularExpressions.Regex.Escape(secret)));
        Assert.DoesNotContain("kkr-", output.ToString(), StringComparison.Ordinal);

        Assert.Equal(0, await Run("revoke", id));
        Assert.Equal(1, await Run("revoke", id));
        Assert.Equal("unauthorized", (await app.Get("api/programs/keio/rewards", $"{id}.{secret}")).Code);
    }

    [Theory]
    [InlineData("new", "--program", "nowhere", "--role", "pos")]
    [InlineData("new", "--program", "kkr", "--role", "public")]
    [InlineData("new", "--program", "kkr", "--role", "pos", "--facility", "mars")]
    [InlineData("new", "--program", "kkr")]
    [InlineData("new", "--program")]
    [InlineData("make")]
    public async Task WhatIsAskedWrongly_MakesNoKey(params string[] args)
    {
        Assert.Equal(1, await Run(args));

        Assert.Equal("", output.ToString());
        Assert.NotEqual("", errors.ToString());
    }

    [Fact]
    public void ASecretThatTheVaultDidNotGive_IsNoSecret()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Cards:TokenSecret", "@Microsoft.KeyVault(SecretUri=https://kv.example/secrets/cards-token-secret)"),
            new("Cosmos:accountEndpoint", "https://cosmos.example/"),
        ]).Build();

        Assert.Contains("key vault", Assert.Throws<InvalidOperationException>(() => Settings.From(configuration)).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        output.Dispose();
        errors.Dispose();
    }

    private Task<int> Run(params string[] args) => KeyCommand.Run(
        args, app.Services.GetRequiredService<CosmosStore>().Keys, app.Services.GetRequiredService<ProgramCatalogue>(), output, errors);
}
