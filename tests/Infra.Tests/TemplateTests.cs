using System.Text.RegularExpressions;

namespace Infra.Tests;

/// <summary>What a compiler would find, and what it would not: keys, secrets, versions.</summary>
public sealed class TemplateTests
{
    /// <summary>One version for each type, all of them general but the last.</summary>
    private static readonly Dictionary<string, string> Versions = new()
    {
        ["Microsoft.Resources/resourceGroups"] = "2025-04-01",
        ["Microsoft.ManagedIdentity/userAssignedIdentities"] = "2024-11-30",
        ["Microsoft.Storage/storageAccounts"] = "2025-06-01",
        ["Microsoft.Web/serverfarms"] = "2025-03-01",
        ["Microsoft.Web/sites"] = "2025-03-01",
        ["Microsoft.DocumentDB/databaseAccounts"] = "2025-04-15",
        ["Microsoft.DocumentDB/databaseAccounts/sqlDatabases"] = "2025-04-15",
        ["Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers"] = "2025-04-15",
        ["Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments"] = "2025-04-15",
        ["Microsoft.Communication/emailServices"] = "2025-09-01",
        ["Microsoft.Communication/emailServices/domains"] = "2025-09-01",
        ["Microsoft.Communication/emailServices/domains/senderUsernames"] = "2025-09-01",
        ["Microsoft.Communication/communicationServices"] = "2025-09-01",
        ["Microsoft.KeyVault/vaults"] = "2025-05-01",
        ["Microsoft.OperationalInsights/workspaces"] = "2025-07-01",
        ["Microsoft.Insights/components"] = "2020-02-02",
        ["Microsoft.Insights/workbooks"] = "2023-06-01",
        ["Microsoft.Insights/actionGroups"] = "2023-01-01",
        ["Microsoft.Insights/metricAlerts"] = "2018-03-01",
        ["Microsoft.Insights/scheduledQueryRules"] = "2023-12-01",
        ["Microsoft.Insights/webtests"] = "2022-06-15",
        ["Microsoft.Authorization/roleAssignments"] = "2022-04-01",
        ["Microsoft.Authorization/roleDefinitions"] = "2022-04-01",
        ["Microsoft.Consumption/budgets"] = "2024-08-01",
        ["Microsoft.Insights/diagnosticSettings"] = "2021-05-01-preview",
    };

    [Fact]
    public void EveryTypeHasTheOneVersionOfTheTable()
    {
        var used = BicepFile.All.SelectMany(file => file.Types.Select(type => $"{type.Type}@{type.Version}"));

        Tree.NoComplaints(Tree.Differences(
            Versions.Select(type => $"{type.Key}@{type.Value}"), used,
            missing: type => $"{type} is in the table of TemplateTests.cs and nowhere in infra/: remove it there",
            unneeded: type => $"infra/ uses {type}: add it to the table of TemplateTests.cs, or use the version that is there"));
    }

    [Fact]
    public void EveryModuleExists_AndGetsExactlyTheParametersItAsksFor()
    {
        var modules = BicepFile.All.SelectMany(file => file.Modules.Select(module => (file.Path, module.File, module.Parameters))).ToList();

        Assert.Equal(9, modules.Count);
        Assert.All(modules, module =>
        {
            var asked = BicepFile.Of(Path.GetRelativePath("infra", Path.Combine(Path.GetDirectoryName(module.Path)!, module.File)).Replace('\\', '/')).Parameters;
            Tree.NoComplaints(Tree.Differences(
                asked.Keys, module.Parameters,
                missing: name => $"{module.Path} does not give {module.File} its parameter {name}",
                unneeded: name => $"{module.Path} gives {module.File} a parameter {name} that it does not have"));
        });
        Assert.Empty(Tree.Texts("infra/modules", ".bicep").Keys.Except(modules.Select(module => $"infra/{module.File}")));
    }

    [Fact]
    public void TheParameterFile_GivesOnlyParametersThatThereAre_AndEveryOneWithoutADefault()
    {
        var asked = BicepFile.Of("main.bicep").Parameters;
        var given = Regex.Matches(Tree.Text("infra", "main.bicepparam"), @"^param (\w+)", RegexOptions.Multiline).Select(found => found.Groups[1].Value).ToList();

        Assert.Empty(given.Except(asked.Keys));
        Assert.Empty(asked.Where(parameter => !parameter.Value).Select(parameter => parameter.Key).Except(given));
    }

    [Fact]
    public void EveryValueThatAnEnvironmentMayHave_IsInTheGuide_AndReachesThePipeline()
    {
        var asked = Regex.Matches(Tree.Text("infra", "main.bicepparam"), @"readEnvironmentVariable\('(\w+)'").Select(found => found.Groups[1].Value).ToList();
        var (guide, pipeline) = (Tree.Text("docs", "deploy.md"), Tree.Text(".github", "workflows", "deploy.yml"));

        Tree.NoComplaints(asked.Where(name => !guide.Contains(name, StringComparison.Ordinal)).Select(name => $"docs/deploy.md does not say what {name} is"));
        Tree.NoComplaints(asked.Where(name => !pipeline.Contains($"  {name}: ", StringComparison.Ordinal)).Select(name => $".github/workflows/deploy.yml does not pass {name} on"));
    }

    [Theory]
    [InlineData("listKeys")]
    [InlineData("listAccountSas")]
    [InlineData("listConnectionStrings")]
    [InlineData("primaryConnectionString")]
    [InlineData("primaryMasterKey")]
    [InlineData("AccountKey=")]
    [InlineData("SharedAccessKey")]
    [InlineData("Microsoft.KeyVault/vaults/secrets")]
    [InlineData("br/public:")]
    public void NoTemplateSays(string text) =>
        Assert.DoesNotContain(BicepFile.All, file => file.Text.Contains(text, StringComparison.OrdinalIgnoreCase));

    [Theory]
    [InlineData("modules/cosmos.bicep", "disableLocalAuth: true", 1)]
    [InlineData("modules/mail.bicep", "disableLocalAuth: true", 1)]
    [InlineData("modules/monitoring.bicep", "disableLocalAuth: true", 1)]
    [InlineData("modules/monitoring.bicep", "DisableLocalAuth: true", 1)]
    [InlineData("modules/storage.bicep", "allowSharedKeyAccess: false", 1)]
    [InlineData("modules/storage.bicep", "properties: keyless", 2)]
    [InlineData("modules/vault.bicep", "enableRbacAuthorization: true", 1)]
    [InlineData("modules/functions.bicep", "allow: false", 2)]
    public void NobodyGetsInWithAKey(string file, string text, int times) =>
        Assert.Equal(times, Regex.Count(BicepFile.Of(file).Text, $@"\b{Regex.Escape(text)}"));

    [Fact]
    public void NoOutputIsASecret_AndTheTemplateTakesNone()
    {
        Assert.DoesNotContain(BicepFile.All.SelectMany(file => file.Outputs), name => Regex.IsMatch(name, "(?i)secret|password|token|sas$"));
        Assert.DoesNotContain(BicepFile.All, file => file.Text.Contains("@secure()", StringComparison.Ordinal));
        var secret = BicepFile.Of("modules/functions.bicep").Block("resource settings 'config' = {").Single(line => line.Contains("Secret:", StringComparison.Ordinal));
        Assert.Contains("'@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/", secret, StringComparison.Ordinal);
    }

    [Fact]
    public void NoLogNamesCardsOrRecipients()
    {
        var categories = BicepFile.All.SelectMany(file => Regex.Matches(file.Text, "category: '([^']+)'").Select(found => found.Groups[1].Value)).Where(name => name != "Cost" && name != "workbook");

        // Those of the store's requests have partition keys, which are card numbers; those of deliveries have addresses.
        Assert.Equal(["AuditEvent", "ControlPlaneRequests", "EmailSendMailOperational", "StorageDelete", "StorageWrite"], categories.Order(StringComparer.Ordinal));
    }
}
