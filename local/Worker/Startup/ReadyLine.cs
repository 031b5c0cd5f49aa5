using Local.Worker.Functions;
using Local.Worker.Settings;
using Microsoft.Extensions.Hosting;

namespace Local.Worker.Startup;

/// <summary>Where <see cref="ReadyLine"/> writes; a test registers its own.</summary>
public sealed record ReadyOutput(TextWriter Writer);

/// <summary>Says, once everything has started, that the app is listening; before it which functions there are, where somebody asked.</summary>
sealed class ReadyLine(IReadOnlyList<Function> functions, HostJson host, ListenAddress address, LocalSettings settings, IEnumerable<ReadyOutput> outputs)
    : IHostedLifecycleService
{
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var writer = outputs.LastOrDefault()?.Writer ?? Console.Out;
        foreach (var line in settings.ListsFunctions ? FunctionListing.Lines(functions, address.Uri, host.RoutePrefix) : [])
            await writer.WriteLineAsync(line);
        await writer.WriteLineAsync($"Listening on {address.Uri.GetLeftPart(UriPartial.Authority)}");
        await writer.FlushAsync(cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
