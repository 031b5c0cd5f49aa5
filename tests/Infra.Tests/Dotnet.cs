using System.Diagnostics;

namespace Infra.Tests;

/// <summary>The SDK's command line, on the function app's project.</summary>
static class Dotnet
{
    public static async Task<(bool Succeeded, string Output)> Run(string command, params string[] arguments)
    {
        var project = Path.Combine(Tree.Root, "functions", "Functions.csproj");
        var start = new ProcessStartInfo("dotnet", [command, project, "-nologo", "-v:quiet", "-nodeReuse:false", .. arguments])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            Environment = { ["DOTNET_CLI_UI_LANGUAGE"] = "en" },
        };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(8));
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode == 0, output);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
