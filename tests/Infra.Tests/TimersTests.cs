using System.Reflection;
using System.Text.RegularExpressions;
using Functions;
using Microsoft.Azure.Functions.Worker;

namespace Infra.Tests;

/// <summary>Azure's timers run in UTC, people think in Japanese time: each timer says both, and both are the same moment.</summary>
public sealed partial class TimersTests
{
    public static TheoryData<string, string> Timers
    {
        get
        {
            TheoryData<string, string> timers = [];
            foreach (var method in typeof(PointsApp).Assembly.GetTypes().SelectMany(type => type.GetMethods()))
            {
                if (method.GetParameters().Select(parameter => parameter.GetCustomAttribute<TimerTriggerAttribute>()).OfType<TimerTriggerAttribute>().FirstOrDefault() is { } timer)
                    timers.Add(method.GetCustomAttribute<FunctionAttribute>()!.Name, timer.Schedule);
            }

            return timers;
        }
    }

    [Theory, MemberData(nameof(Timers))]
    public void ATimerRunsWhenItSaysItRuns(string function, string schedule)
    {
        var (file, text) = Tree.Texts("functions", ".cs").Single(file => file.Value.Contains($"[Function(\"{function}\")", StringComparison.Ordinal));
        var comments = string.Join(' ', text.Split('\n').Where(line => line.TrimStart().StartsWith("///", StringComparison.Ordinal)));

        var said = Daily().Matches(comments).Select(found => DailySchedule(found, file)).Concat(Periodic().Matches(comments).Select(PeriodicSchedule)).ToList();

        Assert.True(said.Contains(schedule),
            $"{file}: {function} runs at '{schedule}', its comment says {(said.Count == 0 ? "nothing" : string.Join(" or ", said))}. "
            + "Write '… at 03:20 JST, which is 18:20 UTC.' for a daily timer and '… every five minutes …' for a frequent one, or teach TimersTests.cs another form.");
    }

    private static string DailySchedule(Match said, string file)
    {
        var (jst, utc) = (TimeOnly.Parse(said.Groups["jst"].Value), TimeOnly.Parse(said.Groups["utc"].Value));
        Assert.True(utc.AddHours(9) == jst, $"{file}: {jst:HH:mm} JST is {jst.AddHours(-9):HH:mm} UTC, not {utc:HH:mm}");
        return $"0 {utc.Minute} {utc.Hour} * * *";
    }

    private static string PeriodicSchedule(Match said)
    {
        string[] words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"];
        if (said.Groups["unit"].Value.StartsWith("hour", StringComparison.Ordinal))
            return "0 0 * * * *";
        var count = said.Groups["count"].Value.Trim() is { Length: > 0 } text ? Array.IndexOf(words, text) is var at and >= 0 ? at + 1 : int.Parse(text) : 1;
        return count == 1 ? "0 * * * * *" : $"0 */{count} * * * *";
    }

    [GeneratedRegex(@"(?<jst>\d\d:\d\d) JST, which is (?<utc>\d\d:\d\d) UTC", RegexOptions.ExplicitCapture)]
    private static partial Regex Daily();

    [GeneratedRegex(@"[Ee]very (?<count>[a-z]+ |\d+ )?(?<unit>minutes?|hours?)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Periodic();
}
