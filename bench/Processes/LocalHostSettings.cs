namespace Bench.Processes;

public static class LocalHostSettings
{
    /// <summary>Ports that are free and a folder of its own: for whatever runs under our Functions host.</summary>
    public static Dictionary<string, string> For(string folder) => new(StringComparer.Ordinal)
    {
        ["PORT"] = "0",
        ["COSMOS_PORT"] = "0",
        ["POINTS_DATA"] = folder,
    };
}
