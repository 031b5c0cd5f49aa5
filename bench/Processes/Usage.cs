using System.Globalization;

namespace Bench.Processes;

/// <summary>What processes have used so far, read from <c>/proc</c>.</summary>
/// <param name="MemoryBytes">Proportional set size: memory that several processes share counts once.</param>
/// <param name="PeakBytes">Highest resident size of the first process, which answers the requests.</param>
public sealed record Usage(TimeSpan Cpu, long MemoryBytes, long PeakBytes)
{
    const int TicksPerSecond = 100; // USER_HZ, the same on every Linux that .NET runs on

    public static Usage? Of(IReadOnlyList<int> processIds) => processIds.Count == 0 ? null : new Usage(
        TimeSpan.FromSeconds(processIds.Sum(CpuTicks) / (double)TicksPerSecond),
        processIds.Sum(id => Kilobytes($"/proc/{id}/smaps_rollup", "Pss:")) * 1024,
        Kilobytes($"/proc/{processIds[0]}/status", "VmHWM:") * 1024);

    public static IEnumerable<int> ChildrenOf(int parentId) =>
        from folder in Directory.EnumerateDirectories("/proc")
        where int.TryParse(Path.GetFileName(folder), out _)
        let id = int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)
        where Fields(id) is { Length: > 1 } fields && int.Parse(fields[1], CultureInfo.InvariantCulture) == parentId
        select id;

    /// <summary>Own time and that of children which ended: a backend's work is not lost with it.</summary>
    static long CpuTicks(int processId) =>
        Fields(processId).Skip(11).Take(4).Sum(field => long.Parse(field, CultureInfo.InvariantCulture));

    /// <summary>The fields of <c>/proc/N/stat</c> after the name, which may itself hold blanks and brackets.</summary>
    static string[] Fields(int processId)
    {
        var text = ReadOrEmpty($"/proc/{processId}/stat");
        return text.Length == 0 ? [] : text[(text.LastIndexOf(')') + 2)..].Split(' ');
    }

    static long Kilobytes(string path, string name) =>
        ReadOrEmpty(path).Split('\n')
            .Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Select(line => long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture))
            .FirstOrDefault();

    // Processes come and go while the list is read.
    static string ReadOrEmpty(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
