using System.Text.Json;
using System.Text.RegularExpressions;

namespace Infra.Tests;

/// <summary>Every setting that the code reads is set in Azure and on this machine, and none is set that nobody reads.</summary>
public sealed partial class SettingsTests
{
    /// <summary>Of the platform: the host and its extensions read them, not our code.</summary>
    private static readonly string[] OfThePlatform =
    [
        "AzureWebJobsStorage__blobServiceUri", "AzureWebJobsStorage__credential", "AzureWebJobsStorage__clientId", "AzureWebJobsDisableHomepage",
        "APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "Cosmos__credential",
    ];

    /// <summary>For an emulator or the local store; in Azure there is no connection string to have. (Cosmos__ConnectionString is read to be refused.)</summary>
    private static readonly string[] NotInAzure = ["Cosmos", "Cosmos__ConnectionString", "Journal__ConnectionString", "Kakunin__DevelopmentKey", "Programs__Folder"];

    /// <summary>The local runtime says where its store is, and nobody has an identity here.</summary>
    private static readonly string[] NotOnThisMachine =
    [
        "Cosmos", "Cosmos__ConnectionString", "Cosmos__accountEndpoint", "Cosmos__clientId", "Journal__ConnectionString", "Journal__blobServiceUri", "Journal__clientId",
        "Mail__Endpoint", "Mail__clientId",
    ];

    [Fact]
    public void Azure_HasEverySettingThatIsRead_AndNoOther()
    {
        var given = BicepFile.Of("modules/functions.bicep").Block("resource settings 'config' = {")
            .Select(line => Setting().Match(line)).Where(found => found.Success).Select(found => found.Groups["name"].Value).Except(OfThePlatform);

        Tree.NoComplaints(Tree.Differences(
            Read.Keys.Except(NotInAzure), given,
            missing: name => $"{Read[name]} reads {name}: add '{name}: …' to the settings in infra/modules/functions.bicep (or to NotInAzure in SettingsTests.cs, saying why)",
            unneeded: name => $"nobody reads {name}: remove it from infra/modules/functions.bicep"));
    }

    [Fact]
    public void ThisMachine_HasEverySettingThatIsRead_AndNoOther()
    {
        using var sample = JsonDocument.Parse(Tree.Text("local.settings.sample.json"));
        var given = sample.RootElement.GetProperty("Values").EnumerateObject().Select(value => value.Name).Except(OfThePlatform);

        Tree.NoComplaints(Tree.Differences(
            Read.Keys.Except(NotOnThisMachine), given,
            missing: name => $"{Read[name]} reads {name}: add it to local.settings.sample.json (or to NotOnThisMachine in SettingsTests.cs, saying why)",
            unneeded: name => $"nobody reads {name}: remove it from local.settings.sample.json"));
    }

    [Fact]
    public void SettingsOfPlatform_AreAllGiven()
    {
        var settings = string.Join('\n', BicepFile.Of("modules/functions.bicep").Block("resource settings 'config' = {"));

        Assert.All(OfThePlatform, name => Assert.Contains($"{name}:", settings, StringComparison.Ordinal));
    }

    /// <summary>Setting with two underscores → the file that reads it.</summary>
    private static readonly IReadOnlyDictionary<string, string> Read = Tree.Texts("functions", ".cs")
        .SelectMany(file => Reading().Matches(file.Value).Select(found => (Name: found.Groups["name"].Value.Replace(":", "__", StringComparison.Ordinal), file.Key)))
        .DistinctBy(found => found.Name).ToDictionary(found => found.Name, found => found.Key);

    [GeneratedRegex("""configuration\["(?<name>[\w:]+)"\]|configuration\.GetValue(<[^>(]+>)?\("(?<name>[\w:]+)"|"%(?<name>\w+)%"|GetRequiredValue\("(?<name>[\w:]+)"|configuration, "(?<name>\w+:[\w:]+)["]""", RegexOptions.ExplicitCapture)]
    private static partial Regex Reading();

    [GeneratedRegex(@"^\s+(?<name>[A-Z]\w+): ", RegexOptions.ExplicitCapture)]
    private static partial Regex Setting();
}
