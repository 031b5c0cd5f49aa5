using System.Diagnostics;
using System.Globalization;
using Bench.Processes;

namespace Bench.Baseline;

/// <summary>A PostgreSQL of our own: a new cluster in a temporary folder, reached by a socket in that folder and by nothing else.</summary>
public sealed class Postgres : IAsyncDisposable
{
    const string Programs = "/usr/lib/postgresql/15/bin";

    /// <summary>Durable as shipped, said aloud: turning these off would make a faster baseline of something else. The buffers hold a whole run: less, and backends write out each other's pages.</summary>
    const string Settings = "-c fsync=on -c synchronous_commit=on -c full_page_writes=on -c shared_buffers=1GB -c max_wal_size=4GB -c max_connections=100";

    const int PoolSize = 32;

    readonly string folder;

    Postgres(string folder) => this.folder = folder;

    string Data => Path.Combine(folder, "data");

    public string ConnectionString =>
        $"Host={folder};Username=bench;Database=postgres;Minimum Pool Size={PoolSize};Maximum Pool Size={PoolSize};" +
        "Multiplexing=false;Max Auto Prepare=8;Auto Prepare Min Usages=1;No Reset On Close=true";

    /// <returns>Null, having said why, where PostgreSQL is not installed.</returns>
    public static async Task<Postgres?> Start(CancellationToken cancellation)
    {
        if (!File.Exists($"{Programs}/initdb"))
        {
            Console.WriteLine($"Skipped: the baseline needs {Programs}. On Debian: apt-get install postgresql-15");
            return null;
        }

        var made = (await Run("mktemp", ["-d", Path.Combine(Path.GetTempPath(), "bench-postgres-XXXXXX")])).Trim();
        var postgres = new Postgres(made);
        try
        {
            // Nobody else can reach the socket: mktemp's folder is its owner's alone.
            await Run($"{Programs}/initdb", ["-D", postgres.Data, "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C"]);
            await Run($"{Programs}/pg_ctl", ["-D", postgres.Data, "-l", $"{made}/log", "-w",
                "-o", $"-c listen_addresses='' -c unix_socket_directories='{made}' {Settings}", "start"]);
            cancellation.ThrowIfCancellationRequested();
            return postgres;
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    /// <summary>The postmaster and its backends as they are now.</summary>
    public IEnumerable<int> ProcessIds()
    {
        var postmaster = int.Parse(File.ReadLines($"{Data}/postmaster.pid").First(), CultureInfo.InvariantCulture);
        return [postmaster, .. Usage.ChildrenOf(postmaster)];
    }

    public async ValueTask DisposeAsync()
    {
        if (File.Exists($"{Data}/postmaster.pid"))
            await Run($"{Programs}/pg_ctl", ["-D", Data, "-m", "immediate", "-w", "stop"]);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>PostgreSQL refuses to run as root, so root lends it the user that Debian's package makes. Never cut short: half an initdb would outlive its folder.</summary>
    static async Task<string> Run(string program, string[] arguments)
    {
        string[] command = Environment.IsPrivilegedProcess
            ? ["runuser", "-u", "postgres", "--", program, .. arguments]
            : [program, .. arguments];
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new BenchException($"{program} failed: {await output}{await errors}");
    }
}
