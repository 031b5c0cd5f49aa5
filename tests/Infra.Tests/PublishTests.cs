using System.Reflection;
using System.Text.Json;
using Functions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Infra.Tests;

/// <summary>
/// What would be deployed, made with the command of docs/deploy.md: nothing else compiles the files that only the Azure
/// build has. Two packages cannot be had everywhere; where they cannot, stubs of their shape stand in, and what is
/// published is looked at and thrown away.
/// </summary>
public sealed class PublishTests : IAsyncLifetime
{
    private static readonly string[] CannotBeHadEverywhere =
        ["Microsoft.Azure.Functions.Worker.Extensions.CosmosDB", "Azure.Communication.Email"];
    private readonly string folder = Directory.CreateTempSubdirectory("points-published-").FullName;

    public async ValueTask InitializeAsync()
    {
        var (restored, says) = await Dotnet.Run("restore", "-p:FunctionsRuntime=Azure");
        var missing = CannotBeHadEverywhere
            .Where(package => says.Contains($"Unable to find package {package}", StringComparison.Ordinal)).ToList();
        // Offline nobody can say what is there.
        var useStubs = !restored && (missing.Count > 0 || says.Contains("NU1301", StringComparison.Ordinal));
        Assert.True(restored || useStubs, says);

        var (published, output) = await Dotnet.Run(
            "publish", "-c", "Release", "-o", folder, "-p:FunctionsRuntime=Azure", $"-p:AzureStubs={(useStubs ? "true" : "false")}");

        Assert.True(published, output);
        TestContext.Current.TestOutputHelper?.WriteLine(
            useStubs ? $"Published with stubs for {string.Join(" and ", CannotBeHadEverywhere)}." : "Published without stubs.");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void WhatIsPublished_HasEveryFunction_WithTheTriggerAndTheRetriesOfItsAttributes_AndNothingOfThisMachine()
    {
        Tree.NoComplaints(Tree.Differences(
            Declared(), Published(),
            missing: function => $"functions.metadata lacks {function}",
            unneeded: function => $"functions.metadata has {function}, which no attribute says"));

        string[] needed =
        [
            "host.json", "worker.config.json", "extensions.json", "openapi.yaml", "Functions.dll", "Points.dll", ".azurefunctions",
            .. Directory.EnumerateFiles(Path.Combine(Tree.Root, "programs"), "*.json").Select(file => $"programs/{Path.GetFileName(file)}"),
            .. Directory.EnumerateFiles(Path.Combine(Tree.Root, "functions", "Mail", "Letters"), "*.txt")
                .Select(file => $"Mail/Letters/{Path.GetFileName(file)}"),
        ];
        Assert.DoesNotContain(needed, file => !Path.Exists(Path.Combine(folder, file)));
        Assert.Equal(Tree.Text("host.json"), File.ReadAllText(Path.Combine(folder, "host.json")));
        Assert.DoesNotContain(
            Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetFileName(file)),
            file => file.StartsWith("Local", StringComparison.OrdinalIgnoreCase)
                || file.Contains("SQLite", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>One line a function, as its attributes say it.</summary>
    private static IEnumerable<string> Declared() =>
        from method in typeof(PointsApp).Assembly.GetTypes().SelectMany(type => type.GetMethods())
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<TriggerBindingAttribute>())
            .OfType<TriggerBindingAttribute>().Single()
        select $"{function.Name}: {Said(trigger)}{(method.GetCustomAttribute<RetryAttribute>() is null ? "" : ", retried")}";

    private static string Said(TriggerBindingAttribute trigger) => trigger switch
    {
        HttpTriggerAttribute http => $"{string.Join(',', http.Methods!)} {http.Route}",
        TimerTriggerAttribute timer => $"timer {timer.Schedule}{(timer.RunOnStartup ? " at start" : "")}",
        CosmosDBTriggerAttribute cosmos =>
            $"feed {cosmos.Connection} {cosmos.DatabaseName}/{cosmos.ContainerName} as {cosmos.LeaseContainerPrefix}",
        _ => throw new InvalidOperationException($"{trigger.GetType().Name} is new here: say how it reads in functions.metadata."),
    };

    private IEnumerable<string> Published()
    {
        using var metadata = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "functions.metadata")));
        foreach (var function in metadata.RootElement.EnumerateArray())
        {
            var trigger = function.GetProperty("bindings")[0];
            var runsAtStart = trigger.TryGetProperty("runOnStartup", out var atStart) && atStart.GetBoolean();
            string Text(string name) => trigger.GetProperty(name).GetString()!;
            var said = Text("type") switch
            {
                "httpTrigger" => $"{string.Join(',', trigger.GetProperty("methods").EnumerateArray())} {Text("route")}",
                "timerTrigger" => $"timer {Text("schedule")}{(runsAtStart ? " at start" : "")}",
                var feed => $"{(feed == "cosmosDBTrigger" ? "feed" : feed)} {Text("connection")} "
                    + $"{Text("databaseName")}/{Text("containerName")} as {Text("leaseContainerPrefix")}",
            };
            yield return $"{function.GetProperty("name")}: {said}{(function.TryGetProperty("retry", out _) ? ", retried" : "")}";
        }
    }
}
