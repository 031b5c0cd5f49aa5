using Microsoft.Azure.Cosmos;

namespace Functions.Store;

/// <summary>The database and every container with its partition key; only what is queried is indexed.</summary>
public static class Containers
{
    /// <summary>A constant: a trigger names it too, and the host finds no setting of that kind by its name.</summary>
    public const string Database = "points";

    public const string Accounts = "accounts";
    public const string Cards = "cards";
    public const string Lookups = "lookups";
    public const string Keys = "keys";
    public const string Members = "members";
    public const string Operations = "operations";
    public const string Mail = "mail";
    public const string Leases = "leases";

    public static IReadOnlyList<ContainerProperties> All { get; } =
    [
        Indexed(new ContainerProperties(Accounts, "/accountId"), "/type/?", "/number/?", "/nextLapseOn/?", "/withdrawalDueOn/?", "/warnOn/?", "/erasureDueOn/?", "/program/?", "/journalKey/?"),
        Indexed(new ContainerProperties(Cards, "/cardNumber")),
        Indexed(new ContainerProperties(Lookups, "/key") { DefaultTimeToLive = -1 }),
        Indexed(new ContainerProperties(Keys, "/id")),
        Indexed(new ContainerProperties(Members, "/memberId"), "/unclaimedOn/?", "/cardlessSince/?"),
        Indexed(new ContainerProperties(Operations, "/id"), "/kind/?"),
        Indexed(new ContainerProperties(Mail, "/id") { DefaultTimeToLive = -1 }, "/state/?", "/urgency/?", "/nextTryAt/?", "/memberId/?", "/accountId/?", "/queuedAt/?", "/program/?"),
        new ContainerProperties(Leases, "/id"),
    ];

    private static ContainerProperties Indexed(ContainerProperties container, params string[] paths)
    {
        foreach (var path in paths)
            container.IndexingPolicy.IncludedPaths.Add(new IncludedPath { Path = path });
        container.IndexingPolicy.ExcludedPaths.Add(new ExcludedPath { Path = "/*" });
        return container;
    }
}
