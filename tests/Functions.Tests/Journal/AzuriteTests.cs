using Functions.Journal;
using Functions.Store;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Tests.Journal;

/// <summary>The blob client against a blob service that is not ours.</summary>
public sealed class AzuriteTests(Azurite azurite) : IClassFixture<Azurite>
{
    [Fact]
    public async Task AnExport_HasTheSameBytesThere_AndVerifiesAfterDownload()
    {
        var connection = azurite.Connection();
        await using var app = await Backend.Start(null, $"--Journal:ConnectionString={connection}");
        await app.Live();
        await app.Export("2026-03-05 05:00");
        await ExportFaultTests.Exporting(app, "parts", access: SharedKeyAccess.Parse(connection)).Run(CancellationToken.None);
        await ExportFaultTests.Exporting(app, "parts", access: SharedKeyAccess.Parse(connection)).Run(CancellationToken.None);

        var journal = app.Services.GetRequiredService<JournalStore>();
        var folder = Directory.CreateTempSubdirectory("downloaded-").FullName;
        foreach (var program in new[] { "kkr", "keio", "kampo" })
        {
            foreach (var day in new[] { "2026-03-02", "2026-03-03", "2026-03-04" })
            {
                foreach (var file in new[] { "entries-0001.ndjson", "accounts-0001.ndjson", "manifest.json" })
                {
                    if (await journal.Read($"{program}/{day}/{file}", CancellationToken.None) is not { } bytes)
                        continue;
                    Directory.CreateDirectory(Path.Combine(folder, program, day));
                    await File.WriteAllBytesAsync(Path.Combine(folder, program, day, file), bytes);
                }
            }
        }

        ExportedJournal.AssertVerifies(folder);
        Assert.Equal(await app.StoredHashes(), ExportedJournal.Hashes(folder));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task ABlob_IsWrittenOnce_TheSameBytesAgainAreFine_OthersAreNot()
    {
        await using var app = await Backend.Start(null, $"--Journal:ConnectionString={azurite.Connection()}", "--Journal:Container=once");
        var journal = app.Services.GetRequiredService<JournalStore>();
        await journal.CreateContainer(CancellationToken.None);
        await journal.CreateContainer(CancellationToken.None);

        Assert.Null(await journal.Read("kkr/a b/ä.json", CancellationToken.None));
        await journal.Keep("kkr/a b/ä.json", "one"u8.ToArray(), CancellationToken.None);
        await journal.Keep("kkr/a b/ä.json", "one"u8.ToArray(), CancellationToken.None);
        await journal.Keep("kkr/empty.ndjson", [], CancellationToken.None);

        await Assert.ThrowsAsync<JournalConflictException>(() => journal.Keep("kkr/a b/ä.json", "two"u8.ToArray(), CancellationToken.None));
        Assert.Equal("one"u8.ToArray(), await journal.Read("kkr/a b/ä.json", CancellationToken.None));
        Assert.Empty((await journal.Read("kkr/empty.ndjson", CancellationToken.None))!);
    }

    [Fact]
    public async Task AWrongKey_IsRefused()
    {
        await using var app = await Backend.Start(null, $"--Journal:ConnectionString={azurite.Connection(key: "d3Jvbmc=")}");

        await Assert.ThrowsAsync<StoreUnavailableException>(() => app.Services.GetRequiredService<JournalStore>().CreateContainer(CancellationToken.None));
    }
}
