using System.Text.RegularExpressions;

namespace Infra.Tests;

/// <summary>The app may do what its code does, and nothing else.</summary>
public sealed class AccessTests
{
    private const string Access = "modules/access.bicep";

    /// <summary>The built-in roles in use, with the ids that Azure documents for them.</summary>
    private static readonly Dictionary<string, string> Roles = new()
    {
        ["blobDataOwner"] = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
        ["blobDataContributor"] = "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
        ["metricsPublisher"] = "3913510d-42f4-4e42-8a64-420c390055eb",
        ["secretsUser"] = "4633458b-17de-408a-b874-0445c86b69e6",
    };

    /// <summary>What shows that a service is used → the line that grants it.</summary>
    public static TheoryData<string, string, string, string> Services => new()
    {
        { "functions/Functions.csproj", "Microsoft.Azure.Cosmos", "modules/cosmos.bicep", "principalId: appPrincipalId, scope: '${account.id}/dbs/${databaseName}'" },
        { "functions/Functions.csproj", "Azure.Communication.Email", Access, "resource appOnMail " },
        { "functions/Hosting.Azure.cs", "ConfigureFunctionsApplicationInsights", Access, "resource appOnInsights " },
        { "infra/modules/functions.bicep", "@Microsoft.KeyVault(", Access, "resource appOnVault " },
        { "infra/modules/functions.bicep", "AzureWebJobsStorage__credential", Access, "resource appOnHost " },
        { "infra/modules/storage.bicep", "resource journal ", Access, "resource appOnJournal " },
    };

    [Theory, MemberData(nameof(Services))]
    public void WhatTheAppCalls_ItMayCall(string file, string use, string template, string grant)
    {
        Assert.Contains(use, Tree.Text(file.Split('/')), StringComparison.Ordinal);
        Assert.Contains(grant, BicepFile.Of(template).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void RolesAreThoseOfTheTable_AndNoOthers()
    {
        var named = Regex.Matches(BicepFile.Of(Access).Text, @"^var (\w+) = '([0-9a-f-]{36})'", RegexOptions.Multiline).ToDictionary(found => found.Groups[1].Value, found => found.Groups[2].Value);
        var ids = BicepFile.All.SelectMany(file => Regex.Matches(file.Text, "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}").Select(found => found.Value));

        Assert.Equal(Roles.Select(role => $"{role.Key} {role.Value}").Order(StringComparer.Ordinal), named.Select(role => $"{role.Key} {role.Value}").Order(StringComparer.Ordinal));
        // The store's Data Contributor is the only one beside them.
        Assert.Empty(ids.Except([.. Roles.Values, "00000000-0000-0000-0000-000000000002"]));
    }

    [Fact]
    public void RightsAreOnOneThingEach()
    {
        var scopes = Regex.Matches(BicepFile.Of(Access).Text, @"^resource (\w+) 'Microsoft.Authorization/roleAssignments.*?^  scope: (\S+)", RegexOptions.Multiline | RegexOptions.Singleline)
            .Select(found => $"{found.Groups[1].Value} {found.Groups[2].Value}");

        Assert.Equal(
            ["appOnHost host", "appOnJournal journal::blobs::files", "appOnInsights insights", "appOnVault vault", "appOnMail communication", "deployerOnPackages host::blobs::packages"],
            scopes);
        Assert.DoesNotContain(BicepFile.All.SelectMany(file => file.Text.Split('\n')), line => line.Trim() == "scope: resourceGroup()" || line.Trim() == "scope: subscription()");
    }

    [Fact]
    public void OwnRolesNeitherReadKeysNorRemoveAnything()
    {
        var roles = Regex.Matches(BicepFile.Of(Access).Text, "'Microsoft\\.[\\w/]+/[\\w]+'").Select(found => found.Value.Trim('\'')).Where(action => !action.Contains("Authorization", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

        Assert.Equal(
        [
            "Microsoft.Communication/CommunicationServices/Read",
            "Microsoft.Communication/CommunicationServices/Write",
            "Microsoft.Communication/EmailServices/write",
            "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action",
            "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read",
            "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write",
            "Microsoft.Storage/storageAccounts/blobServices/containers/read",
        ], roles);
    }

    [Fact]
    public void RightsAreThereBeforeTheAppStarts_AndThoseOnTheStoreComeOneAfterTheOther()
    {
        Assert.Contains("dependsOn: [access]", BicepFile.Of("resources.bicep").Text, StringComparison.Ordinal);
        Assert.Matches("@batchSize\\(1\\)\nresource rights ", BicepFile.Of("modules/cosmos.bicep").Text);
        // Operators make and revoke terminal keys; they need no ledger for that.
        Assert.Contains("scope: '${account.id}/dbs/${databaseName}/colls/keys'", BicepFile.Of("modules/cosmos.bicep").Text, StringComparison.Ordinal);
    }
}
