using System.Diagnostics;

namespace Functions.Tests.Journal;

/// <summary>Microsoft's storage emulator from npm, in memory and on a free port. Where it cannot be had, its tests are skipped and say why.</summary>
public sealed class Azurite : IAsyncLifetime
{
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private Process? process;
    private string? endpoint;
    private string? absent;

    public async ValueTask InitializeAsync()
    {
        var folder = Path.Combine(Root(AppContext.BaseDirectory), "tests", "azurite");
        var program = Path.Combine(folder, "node_modules", "azurite", "dist", "src", "blob", "main.js");
        try
        {
            if (!File.Exists(program))
                absent = await Install(folder);
            if (absent is null)
                endpoint = await Start(program);
        }
        catch (System.ComponentModel.Win32Exception notInstalled)
        {
            absent = notInstalled.Message;
        }
    }

    /// <summary>For <c>Journal__ConnectionString</c>.</summary>
    public string Connection(string key = Key)
    {
        Assert.SkipWhen(endpoint is null, $"Azurite cannot be had: {absent}");
        return $"BlobEndpoint={endpoint}/devstoreaccount1;AccountName=devstoreaccount1;AccountKey={key}";
    }

    public async ValueTask DisposeAsync()
    {
        if (process is null)
            return;
        if (!process.HasExited)
            process.Kill();
        await process.Ended();
        process.Dispose();
    }

    private static async Task<string?> Install(string folder)
    {
        var (code, _, errors) = await Waiting.Run(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund"]) { WorkingDirectory = folder }, Waiting.Install);
        return code == 0 ? null : $"npm ci ended with {code}: {errors}";
    }

    private async Task<string> Start(string program)
    {
        process = Process.Start(new ProcessStartInfo(
            "node", [program, "--blobHost", "127.0.0.1", "--blobPort", "0", "--inMemoryPersistence", "--disableTelemetry", "--skipApiVersionCheck"]) { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() })!;
        while (await Waiting.Within("Azurite is ready", process.StandardOutput.ReadLineAsync()) is { } line)
        {
            if (line.IndexOf("successfully listens on http://", StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
            {
                // Its log of requests must go somewhere.
                _ = process.StandardOutput.ReadToEndAsync();
                return line[(at + "successfully listens on ".Length)..].Trim().TrimEnd('/');
            }
        }

        throw new InvalidOperationException("Azurite ended before it was ready.");
    }

    private static string Root(string folder) => File.Exists(Path.Combine(folder, "Functions.sln")) ? folder : Root(Path.GetDirectoryName(folder)!);
}
