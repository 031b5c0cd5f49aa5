using System.Text.Json;
using System.Text.RegularExpressions;

namespace Infra.Tests;

/// <summary>What the build for Azure is made of, as MSBuild itself evaluates the project.</summary>
public sealed class AzureBuildTests
{
    private static readonly Lazy<JsonElement> Azure = new(() => Evaluate("Azure"));
    private static readonly Lazy<JsonElement> Local = new(() => Evaluate("Local"));

    /// <summary>The worker, which both builds run on.</summary>
    private static readonly string[] Worker =
    [
        "Microsoft.Azure.Functions.Worker", "Microsoft.Azure.Functions.Worker.Extensions.Http", "Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore",
        "Microsoft.Azure.Functions.Worker.Extensions.Timer",
    ];

    /// <summary>The versions of the worker that the code was written against.</summary>
    private static readonly Dictionary<string, string> Packages = new()
    {
        ["Microsoft.Azure.Functions.Worker"] = "2.52.0",
        ["Microsoft.Azure.Functions.Worker.Sdk"] = "2.1.0",
        ["Microsoft.Azure.Functions.Worker.Extensions.Http"] = "3.3.0",
        ["Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore"] = "2.1.1",
        ["Microsoft.Azure.Functions.Worker.Extensions.Timer"] = "4.3.1",
        ["Microsoft.Azure.Functions.Worker.Extensions.CosmosDB"] = "4.16.1",
        ["Microsoft.Azure.Functions.Worker.ApplicationInsights"] = "2.51.0",
        ["Microsoft.ApplicationInsights.WorkerService"] = "2.23.0",
        ["Azure.Communication.Email"] = "1.1.0",
    };

    [Fact]
    public void Azure_HasTheOfficialWorker_AndNothingOfThisMachine()
    {
        Assert.Empty(Packages.Keys.Except(Items(Azure.Value, "PackageReference")));
        Assert.Equal(["../points/Points.csproj"], Items(Azure.Value, "ProjectReference"));
        Assert.DoesNotContain(Items(Azure.Value, "Compile"), file => file.EndsWith(".Local.cs", StringComparison.Ordinal));
        Assert.Contains("Hosting.Azure.cs", Items(Azure.Value, "Compile"));
    }

    [Fact]
    public void Local_RunsOnTheSameWorker_AndNamesNoOtherPackageOfAzure()
    {
        Assert.Equal(Worker.Order(StringComparer.Ordinal), Items(Local.Value, "PackageReference").Intersect(Packages.Keys).Order(StringComparer.Ordinal));
        Assert.Empty(Worker.Except(Items(Azure.Value, "PackageReference")));
        Assert.Contains("../local/Local.csproj", Items(Local.Value, "ProjectReference"));
        Assert.DoesNotContain(Items(Local.Value, "Compile"), file => file.EndsWith(".Azure.cs", StringComparison.Ordinal));
    }

    [Fact]
    public void PackagesHaveTheVersionsOfTheTable()
    {
        var central = Tree.Text("Directory.Packages.props");

        Assert.All(Packages, package => Assert.Contains($"<PackageVersion Include=\"{package.Key}\" Version=\"{package.Value}\" />", central, StringComparison.Ordinal));
    }

    [Fact]
    public void WhatIsPublished_HasTheHostFile_TheTerms_TheLettersAndTheContract()
    {
        var published = Azure.Value.GetProperty("Content").EnumerateArray()
            .Where(item => item.TryGetProperty("CopyToPublishDirectory", out var copy) && copy.GetString() == "PreserveNewest")
            .Select(item => Path.GetFileName(item.GetProperty("Identity").GetString()!.Replace('\\', '/'))).ToList();

        string[] terms = [.. Directory.EnumerateFiles(Path.Combine(Tree.Root, "programs"), "*.json").Select(file => Path.GetFileName(file))];
        string[] letters = Directory.Exists(Path.Combine(Tree.Root, "functions", "Mail", "Letters"))
            ? [.. Directory.EnumerateFiles(Path.Combine(Tree.Root, "functions", "Mail", "Letters"), "*.txt").Select(file => Path.GetFileName(file))] : [];
        Assert.Equal(5, terms.Length);
        Assert.Empty(new[] { "host.json", "openapi.yaml" }.Concat(terms).Concat(letters).Except(published));
        Assert.DoesNotContain("local.settings.json", published);
    }

    [Fact]
    public void EveryFileOfOneBuildHasItsTwin()
    {
        var files = Tree.Texts("functions", ".cs").Keys;
        var azure = files.Where(file => file.EndsWith(".Azure.cs", StringComparison.Ordinal)).Select(file => file[..^".Azure.cs".Length]);
        var local = files.Where(file => file.EndsWith(".Local.cs", StringComparison.Ordinal)).Select(file => file[..^".Local.cs".Length]);

        Tree.NoComplaints(Tree.Differences(azure, local, missing: file => $"{file}.Local.cs is missing", unneeded: file => $"{file}.Azure.cs is missing"));
    }

    [Fact]
    public void TheHostFile_ServesAtTheRoot_AndSamplesNothingThatIsCounted()
    {
        using var host = JsonDocument.Parse(Tree.Text("host.json"));
        var logging = host.RootElement.GetProperty("logging");

        Assert.Equal("", host.RootElement.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString());
        // Without it the portal has no requests at all.
        Assert.Equal("Information", logging.GetProperty("logLevel").GetProperty("Host.Results").GetString());
        Assert.Equal("Exception;Event", logging.GetProperty("applicationInsights").GetProperty("samplingSettings").GetProperty("excludedTypes").GetString());
        Assert.Contains("options.EnableAdaptiveSampling = false;", Tree.Text("functions", "Hosting.Azure.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void RoutesStayOutOfTheHostsOwnPaths() => Assert.DoesNotContain(
        Tree.Texts("functions", ".cs").SelectMany(file => Regex.Matches(file.Value, "Route = \"([^\"]*)\"").Select(found => found.Groups[1].Value)),
        route => Regex.IsMatch(route, "^(admin|runtime)|^/|^$"));

    [Fact]
    public void TheAzdServiceIsTheOneThatTheTemplateTags()
    {
        Assert.Contains("'azd-service-name': 'api'", BicepFile.Of("modules/functions.bicep").Text, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^  api:\n    project: \./functions\n    language: dotnet\n    host: function$", Tree.Text("azure.yaml"));
    }

    private static string[] Items(JsonElement items, string type) =>
        [.. items.GetProperty(type).EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!.Replace('\\', '/'))];

    private static JsonElement Evaluate(string runtime)
    {
        var (evaluated, output) = Dotnet
            .Run("msbuild", $"-p:FunctionsRuntime={runtime}", "-getItem:PackageReference,ProjectReference,Compile,Content").GetAwaiter().GetResult();
        Assert.True(evaluated, output);
        return JsonDocument.Parse(output).RootElement.GetProperty("Items");
    }
}
