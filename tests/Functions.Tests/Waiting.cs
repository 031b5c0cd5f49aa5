using System.Diagnostics;

namespace Functions.Tests;

/// <summary>Every wait has an end and says what did not happen: long enough that no machine is too slow for it.</summary>
internal static class Waiting
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);

    /// <summary>For what fetches packages first, where ./test has not done so.</summary>
    public static readonly TimeSpan Install = TimeSpan.FromMinutes(10);

    public static Task Until(string what, Func<bool> isSo) => Until(what, () => Task.FromResult(isSo()));

    public static async Task Until(string what, Func<Task<bool>> isSo)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Longest, $"{what}: not within {Longest.TotalSeconds} s.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>
    /// What <paramref name="work"/> comes to; where that takes too long, it is <paramref name="what"/> that did not happen.
    /// </summary>
    public static async Task<T> Within<T>(string what, Task<T> work)
    {
        await Within(what, (Task)work);
        return await work;
    }

    /// <summary>The same for work that comes to nothing.</summary>
    public static async Task Within(string what, Task work)
    {
        var first = await Task.WhenAny(work, Task.Delay(Longest, TestContext.Current.CancellationToken));
        Assert.True(first == work, $"{what}: not within {Longest.TotalSeconds} s.");
        await work;
    }

    /// <summary>Waits until a process has ended; one that does not is killed.</summary>
    public static async Task Ended(this Process process, TimeSpan? longest = null)
    {
        var limit = longest ?? Longest;
        using var late = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            var command = $"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)}";
            Assert.Fail($"{command}: did not end within {limit.TotalSeconds} s.");
        }
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int Code, string Output, string Errors)> Run(ProcessStartInfo start, TimeSpan? longest = null)
    {
        (start.UseShellExecute, start.RedirectStandardOutput, start.RedirectStandardError) = (false, true, true);
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.Ended(longest);
        return (process.ExitCode, await output, await errors);
    }
}
