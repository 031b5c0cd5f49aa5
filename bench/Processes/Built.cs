namespace Bench.Processes;

/// <summary>What <c>bench/run</c> has built.</summary>
public static class Built
{
    public static string Functions => Assembly("functions", "Functions");

    public static string WorkerBaseline => Assembly("bench/WorkerBaseline", "WorkerBaseline");

    public static string Bench => typeof(Built).Assembly.Location;

    static string Assembly(string project, string name)
    {
        var path = Path.Combine(Root(), project, "bin/Release/net10.0", $"{name}.dll");
        return File.Exists(path) ? path : throw new BenchException($"{path} is missing: bench/run builds it.");
    }

    static string Root()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Functions.sln")))
                return at.FullName;
        }

        throw new BenchException("bench must lie in the project's folder to find the app; or name a running one with --url.");
    }
}
