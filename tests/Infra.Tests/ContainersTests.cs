using System.Text.RegularExpressions;
using Functions.Store;
using Microsoft.Azure.Cosmos;

namespace Infra.Tests;

/// <summary>The containers of the template are those of functions/Store/Containers.cs, to the last indexed path.</summary>
public sealed class ContainersTests
{
    [Fact]
    public void TheTemplateMakesEveryContainerAsTheCodeUsesIt()
    {
        var template = BicepFile.Of("modules/cosmos.bicep").Text.Split('\n').Where(line => line.StartsWith("  { name: '", StringComparison.Ordinal)).Select(line => line.Trim());

        Tree.NoComplaints(Tree.Differences(
            Containers.All.Select(LineOf), template,
            missing: line => $"put into the containers of infra/modules/cosmos.bicep: {line}",
            unneeded: line => $"functions/Store/Containers.cs does not have it so; remove from infra/modules/cosmos.bicep: {line}"));
    }

    [Fact]
    public void NoContainerUsesWhatTheTemplateCannotSay() => Assert.All(Containers.All, container =>
    {
        Assert.Single(container.PartitionKeyPaths);
        Assert.Empty(container.IndexingPolicy.CompositeIndexes);
        Assert.Empty(container.IndexingPolicy.SpatialIndexes);
        Assert.Empty(container.UniqueKeyPolicy.UniqueKeys);
    });

    [Fact]
    public void EveryChangeFeedFindsItsLeases_WithoutMakingThem()
    {
        var triggers = Tree.Texts("functions", ".cs").SelectMany(file => Regex.Matches(file.Value, @"\[CosmosDBTrigger\(.*?\)\]", RegexOptions.Singleline).Select(found => (file.Key, found.Value))).ToList();

        Assert.NotEmpty(triggers);
        Assert.All(triggers, trigger =>
        {
            Assert.Contains("LeaseContainerName = Containers.Leases", trigger.Value, StringComparison.Ordinal);
            Assert.Contains("LeaseContainerPrefix = ", trigger.Value, StringComparison.Ordinal);
            Assert.Contains("Connection = \"Cosmos\"", trigger.Value, StringComparison.Ordinal);
            // The app's identity may not make containers.
            Assert.DoesNotContain("CreateLeaseContainerIfNotExists", trigger.Value, StringComparison.Ordinal);
        });
        Assert.Equal(triggers.Count, triggers.Select(trigger => Regex.Match(trigger.Value, "LeaseContainerPrefix = \"([^\"]+)\"").Groups[1].Value).Distinct().Count());
    }

    private static string LineOf(ContainerProperties container)
    {
        var policy = container.IndexingPolicy;
        // Without a word on indexes the service indexes everything.
        var paths = policy.IncludedPaths.Count == 0 && policy.ExcludedPaths.Count == 0 ? ["*"] : policy.IncludedPaths.Select(path => path.Path);
        return $"{{ name: '{container.Id}', partitionKey: '{container.PartitionKeyPath}', ttl: {container.DefaultTimeToLive ?? 0}, indexed: [{string.Join(", ", paths.Select(path => $"'{path}'"))}] }}";
    }
}
