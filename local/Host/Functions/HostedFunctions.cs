using Local.Host.Rpc;

namespace Local.Host.Functions;

/// <summary>The app's functions, once the worker has loaded every one of them.</summary>
sealed class HostedFunctions
{
    private readonly Lazy<Task<IReadOnlyList<HostedFunction>>> all;

    public HostedFunctions(WorkerChannel channel) => all = new(() => Read(channel));

    /// <exception cref="InvalidOperationException">A function is not what this host or Azure can run, or there is no worker.</exception>
    public Task<IReadOnlyList<HostedFunction>> All => all.Value;

    private static async Task<IReadOnlyList<HostedFunction>> Read(WorkerChannel channel) =>
        [.. (await channel.Loaded).Select(HostedFunction.From)];
}
