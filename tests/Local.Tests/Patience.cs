namespace Local.Tests;

/// <summary>No test waits without an end.</summary>
static class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static Task InTime(this Task task, TimeSpan? limit = null) => task.WaitAsync(limit ?? Limit);

    public static Task<T> InTime<T>(this Task<T> task) => task.WaitAsync(Limit);

    /// <summary>Looks again until it is so.</summary>
    public static async Task Until(Func<bool> isSo, TimeSpan? limit = null)
    {
        using var end = new CancellationTokenSource(limit ?? Limit);
        while (!isSo())
            await Task.Delay(5, end.Token);
    }
}
