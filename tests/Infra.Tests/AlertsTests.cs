using System.Text.RegularExpressions;

namespace Infra.Tests;

/// <summary>Whoever is woken by an alert finds what it says, why it matters, where to look, and a page of the runbook.</summary>
public sealed class AlertsTests
{
    private static readonly string[] Every = ["PT5M", "PT10M", "PT15M", "PT30M", "PT45M", "PT1H", "PT2H", "PT3H", "PT4H", "PT5H", "PT6H", "P1D"];

    [Fact]
    public void EveryAlertHasItsHeadingInTheRunbook_AndEveryHeadingItsAlert()
    {
        var runbook = Regex.Matches(Tree.Text("docs", "operations.md"), "^## (?<title>.+)\n\nAlert `(?<id>[a-z-]+)`", RegexOptions.Multiline | RegexOptions.ExplicitCapture)
            .Select(found => $"{found.Groups["title"].Value} ({found.Groups["id"].Value})");

        Tree.NoComplaints(Tree.Differences(
            Alert.All.Select(alert => $"{alert.Title} ({alert.Id})"), runbook,
            missing: alert => $"docs/operations.md has no heading with 'Alert `id`' below it for: {alert}",
            unneeded: alert => $"docs/operations.md has a heading for an alert that infra/alerts.json does not have: {alert}"));
        Assert.Equal(Alert.All.Count, Regex.Count(Tree.Text("docs", "operations.md"), "^Alert `", RegexOptions.Multiline));
    }

    [Fact]
    public void EveryAlertSaysWhatBroke_WhyItMatters_AndWhereToLook() => Assert.All(Alert.All, alert =>
    {
        Assert.Matches("^[a-z][a-z-]+$", alert.Id);
        Assert.InRange(alert.Severity, 0, 4);
        Assert.All(alert.Texts, text => Assert.Matches("^[A-Z/5].{20,}[.?]$", text));
    });

    [Fact]
    public void EveryQueryRunsAsOftenAsAzureAllows_AndLooksBackAtLeastAsFar() => Assert.All(Alert.All.Where(alert => alert.Query is not null), alert =>
    {
        Assert.Contains(alert.Every, Every);
        Assert.Contains(alert.Over, Every);
        Assert.True(Array.IndexOf(Every, alert.Every) <= Array.IndexOf(Every, alert.Over), alert.Id);
    });

    [Fact]
    public void EveryAlertOfTheFileIsMade()
    {
        var template = BicepFile.Of("modules/alerts.bicep").Text;

        Assert.Contains("[for rule in rules.logs: {", template, StringComparison.Ordinal);
        Assert.Contains("rules.throttled.title", template, StringComparison.Ordinal);
        Assert.Contains("rules.silent.title", template, StringComparison.Ordinal);
        Assert.Equal(Alert.All.Count, Alert.All.Select(alert => alert.Id).Distinct().Count());
    }
}
