namespace Infra.Tests;

/// <summary>The files of the project, as text.</summary>
static class Tree
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static string Text(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    /// <summary>Path from the root → text, of every file below a folder with that ending.</summary>
    public static IReadOnlyDictionary<string, string> Texts(string folder, string ending) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), $"*{ending}", SearchOption.AllDirectories)
            .Select(file => (File: file, Path: Path.GetRelativePath(Root, file).Replace('\\', '/')))
            .Where(file => !file.Path.Contains("/obj/", StringComparison.Ordinal) && !file.Path.Contains("/bin/", StringComparison.Ordinal))
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .ToDictionary(file => file.Path, file => File.ReadAllText(file.File));

    /// <summary>Both ways: what only one side has, said in one sentence each; an empty list when they agree.</summary>
    public static List<string> Differences(IEnumerable<string> expected, IEnumerable<string> actual, Func<string, string> missing, Func<string, string> unneeded)
    {
        var (wanted, there) = (expected.ToHashSet(), actual.ToHashSet());
        return [.. wanted.Except(there).Order(StringComparer.Ordinal).Select(missing), .. there.Except(wanted).Order(StringComparer.Ordinal).Select(unneeded)];
    }

    /// <summary>Fails with every complaint in full: each says what to write where.</summary>
    public static void NoComplaints(IEnumerable<string> complaints)
    {
        var all = string.Join('\n', complaints);
        Assert.True(all.Length == 0, all);
    }

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Functions.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);
}
