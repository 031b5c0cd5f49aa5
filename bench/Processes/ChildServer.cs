using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace Bench.Processes;

/// <summary>A .NET server in a process of its own, which says <c>Listening on http://…</c> when it is ready.</summary>
public sealed class ChildServer : IAsyncDisposable
{
    const string Ready = "Listening on ";
    const int StartTimeoutSeconds = 60;
    const int StopTimeoutSeconds = 30;

    readonly Process process;
    readonly ConcurrentQueue<string> lastLines = [];
    readonly TaskCompletionSource<IPEndPoint> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    ChildServer(ProcessStartInfo start)
    {
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.Exited += (_, _) => listening.TrySetException(new BenchException("The server ended before it listened."));
    }

    public int ProcessId => process.Id;

    public IPEndPoint Address => listening.Task.Result;

    public static async Task<ChildServer> Start(
        string assembly, string[] arguments, Dictionary<string, string> environment, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet", [assembly, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(assembly),
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        var server = new ChildServer(start);
        try
        {
            server.process.Start();
            server.process.BeginOutputReadLine();
            server.process.BeginErrorReadLine();
            await server.listening.Task.WaitAsync(TimeSpan.FromSeconds(StartTimeoutSeconds), cancellation);
            return server;
        }
        catch (Exception failure) when (failure is BenchException or TimeoutException)
        {
            await server.DisposeAsync();
            throw new BenchException($"{Path.GetFileName(assembly)} did not start. {failure.Message}\n{string.Join('\n', server.lastLines)}");
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks it to end, as Ctrl-C does, and waits until it has.</summary>
    public async Task Stop()
    {
        using var kill = Process.Start("sh", ["-c", $"kill -TERM {process.Id}"]);
        await kill.WaitForExitAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(StopTimeoutSeconds));
    }

    public async ValueTask DisposeAsync()
    {
        // What it stored is thrown away with its folder, so there is nothing for it to finish.
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    void Read(string? line)
    {
        if (line is null)
            return;
        lastLines.Enqueue(line);
        if (lastLines.Count > 20)
            lastLines.TryDequeue(out _);
        if (line.StartsWith(Ready, StringComparison.Ordinal) && Uri.TryCreate(line[Ready.Length..].Trim(), UriKind.Absolute, out var url))
            listening.TrySetResult(new IPEndPoint(IPAddress.Loopback, url.Port));
    }
}
