using System.Diagnostics;

namespace Infra.Tests;

/// <summary>The templates against the published types, where a checker is beside the project; CI runs the compiler itself.</summary>
public sealed class BicepCheckTests
{
    [Fact]
    public void TheTemplatesFitTheTypesOfAzure()
    {
        var checker = Path.Combine(Tree.Root, "..", "shared", "bicep-check", "bicep-check.mjs");
        Assert.SkipUnless(File.Exists(checker), "No bicep-check beside the project: .github/workflows/ci.yml runs 'bicep build' and 'bicep lint' instead.");

        var start = new ProcessStartInfo("node") { ArgumentList = { checker, "--strict", Path.Combine(Tree.Root, "infra") }, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.True(process.ExitCode == 0, output);
    }
}
