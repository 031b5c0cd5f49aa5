using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Local.Tests.Host;

public sealed partial class RoomsTests
{
    // Each uses those before it only.
    private static readonly string[] Rooms = ["Rpc", "Settings", "Functions", "Timers", "Feed", "Store", "Http", "Startup"];

    [Fact]
    public void RoomsOfTheHost_UseThoseBelowThemOnly()
    {
        var host = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "local", "Host");

        var wrong = Rooms.SelectMany((room, floor) => Directory.EnumerateFiles(Path.Combine(host, room), "*.cs")
            .SelectMany(file => Used().Matches(File.ReadAllText(file)).Select(match => match.Groups["room"].Value))
            .Where(used => Array.IndexOf(Rooms, used) > floor || !Rooms.Contains(used)).Distinct().Select(used => $"{room} uses {used}"));

        Assert.Empty(wrong);
        Assert.Equal(Rooms.Order(), Directory.EnumerateDirectories(host).Select(Path.GetFileName).Order());
    }

    [GeneratedRegex(
        @"^using Local\.Host\.(?<room>\w+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Used();

    private static string Here([CallerFilePath] string path = "") => path;
}
