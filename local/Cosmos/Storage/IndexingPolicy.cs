using System.Text.Json.Nodes;
using Local.Cosmos.Protocol;

namespace Local.Cosmos.Storage;

/// <summary>One term of a composite index or of an ORDER BY; the path as /a/b.</summary>
internal readonly record struct SortPath(string Path, bool IsDescending);

/// <summary>Which paths of a container are indexed: what is not cannot be sorted by, in Azure and therefore here.</summary>
internal sealed class IndexingPolicy
{
    private readonly string[] included;
    private readonly string[] excluded;
    private readonly SortPath[][] composites;
    private readonly bool isOff;

    public IndexingPolicy(JsonNode? json)
    {
        isOff = string.Equals((string?)json?["indexingMode"], "none", StringComparison.OrdinalIgnoreCase);
        included = [.. Paths(json?["includedPaths"])];
        excluded = [.. Paths(json?["excludedPaths"])];
        composites = [.. (json?["compositeIndexes"] as JsonArray ?? []).Select(index => (index as JsonArray ?? []).Select(Term).ToArray())];
    }

    /// <summary>The most specific path decides; id and _ts are always indexed.</summary>
    public bool Includes(string path)
    {
        if (isOff)
            return false;
        return path is "/id" or "/_ts" || Precision(included, path) > Precision(excluded, path);
    }

    /// <summary>A composite index of exactly these paths, in these directions or in all the opposite ones.</summary>
    public bool HasComposite(IReadOnlyList<SortPath> order) => !isOff && Array.Exists(composites, index =>
        index.SequenceEqual(order) || index.SequenceEqual(order.Select(term => term with { IsDescending = !term.IsDescending })));

    private static int Precision(string[] paths, string path) =>
        paths.Length == 0 ? -1 : paths.Max(candidate => Precision(candidate, path));

    /// <summary>Below zero when the policy's path does not speak of this one; /a/? is more precise than /a/*.</summary>
    private static int Precision(string candidate, string path)
    {
        var names = candidate[..candidate.LastIndexOf('/')];
        var depth = names.Count(letter => letter == '/') * 2;
        if (candidate.EndsWith("/?", StringComparison.Ordinal))
            return names == path ? depth + 1 : -1;
        return names == path || path.StartsWith(names + "/", StringComparison.Ordinal) ? depth : -1;
    }

    private static IEnumerable<string> Paths(JsonNode? array) =>
        (array as JsonArray ?? []).Select(item => Unquoted((string?)item?["path"]));

    private static SortPath Term(JsonNode? term) =>
        new(Unquoted((string?)term?["path"]), string.Equals((string?)term?["order"], "descending", StringComparison.OrdinalIgnoreCase));

    private static string Unquoted(string? path) => path is ['/', ..]
        ? string.Join('/', path.Split('/').Select(name => name.Trim('"')))
        : throw Refusal.BadRequest($"The path '{path}' of the indexing policy must start with '/'.");
}
