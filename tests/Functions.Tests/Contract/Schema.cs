using System.Text.Json;

namespace Functions.Tests.Contract;

/// <summary>What is wrong with a value, and where: <c>items[0].amountYen</c>, as the app names fields too.</summary>
internal sealed record Mistake(string Path, string Problem)
{
    public override string ToString() => $"{(Path.Length == 0 ? "the whole value" : Path)} {Problem}";
}

internal delegate void Check(JsonElement value, string path, List<Mistake> mistakes);

/// <summary>One JSON schema, compiled once into its checks.</summary>
internal sealed class Schema
{
    private readonly List<Check> checks = [];
    private readonly HashSet<string> own = [];
    private readonly List<Lazy<Schema>> parts = [];

    public void Add(Check check) => checks.Add(check);

    /// <summary>Properties that this schema itself describes.</summary>
    public void Names(IEnumerable<string> names) => own.UnionWith(names);

    /// <summary>A schema that holds for the same value: <c>$ref</c> or one of <c>allOf</c>.</summary>
    public void Include(Lazy<Schema> part)
    {
        parts.Add(part);
        checks.Add((value, path, mistakes) => part.Value.Find(value, path, mistakes));
    }

    public List<Mistake> MistakesIn(JsonElement value, string path = "")
    {
        List<Mistake> mistakes = [];
        Find(value, path, mistakes);
        return mistakes;
    }

    public void Find(JsonElement value, string path, List<Mistake> mistakes)
    {
        foreach (var check in checks)
            check(value, path, mistakes);
    }

    /// <summary>True when the property is described here or in an included schema.</summary>
    public bool Describes(string name) => own.Contains(name) || parts.Exists(part => part.Value.Describes(name));
}
