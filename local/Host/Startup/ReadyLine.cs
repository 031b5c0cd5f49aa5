using Local.Host.Functions;
using Local.Host.Settings;

namespace Local.Host.Startup;

/// <summary>Where <see cref="ReadyLine"/> writes; a test registers its own.</summary>
public sealed record ReadyOutput(TextWriter Writer);

/// <summary>Says that the app is listening; before it which functions there are, where somebody asked.</summary>
sealed class ReadyLine(HostJson host, ListenAddress address, LocalSettings settings, IEnumerable<ReadyOutput> outputs)
{
    public async Task Write(IReadOnlyList<HostedFunction> functions, CancellationToken cancellationToken)
    {
        var writer = outputs.LastOrDefault()?.Writer ?? Console.Out;
        foreach (var line in settings.ListsFunctions ? FunctionListing.Lines(functions, address.Uri, host.RoutePrefix) : [])
            await writer.WriteLineAsync(line);
        await writer.WriteLineAsync($"Listening on {address.Uri.GetLeftPart(UriPartial.Authority)}");
        await writer.FlushAsync(cancellationToken);
    }
}
