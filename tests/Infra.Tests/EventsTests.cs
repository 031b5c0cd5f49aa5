namespace Infra.Tests;

/// <summary>The portal asks for events that the app really writes, and shows every one of them.</summary>
public sealed class EventsTests
{
    [Fact]
    public void EveryQueryAsksForEventsAndFactsThatAreWritten()
    {
        var known = Events.Written.GroupBy(written => written.Name)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.SelectMany(written => written.Facts)]);

        List<string> wrong = [];
        foreach (var query in Events.Asked)
        {
            if (query.Events.Count == 0)
                wrong.Add($"{query.Where} asks for no event: begin with union isfuzzy=true AppTraces, AppExceptions | where Properties.EventName == '…'");
            wrong.AddRange(query.Events.Where(name => !known.ContainsKey(name)).Select(name => $"{query.Where} asks for {name}, which no [LoggerMessage(EventName = \"{name}\")] in functions/ writes"));
            var facts = query.Events.SelectMany(name => known.GetValueOrDefault(name, [])).ToHashSet();
            wrong.AddRange(query.Facts.Where(fact => !facts.Contains(fact)).Select(fact => $"{query.Where} asks for Properties.{fact}, which {string.Join(", ", query.Events)} does not have; it has {string.Join(", ", facts)}"));
        }

        Tree.NoComplaints(wrong);
    }

    [Fact]
    public void EveryEventIsShownSomewhere()
    {
        var asked = Events.Asked.SelectMany(query => query.Events).ToHashSet();

        Assert.NotEmpty(Events.Written);
        Tree.NoComplaints(Events.Written.Where(written => written.IsSent && !asked.Contains(written.Name))
            .Select(written => $"{written.File} writes {written.Name}, which nothing shows: add a query to infra/workbook.json, or an alert"));
    }

    [Fact]
    public void NoEventNamesACardOrAPerson() =>
        Assert.DoesNotContain(Events.Written, written => written.Facts.Any(fact =>
            fact is "Card" or "CardNumber" or "Email" or "Address" or "Name" or "Phone" or "Member" or "MemberId" or "Token" or "Key" or "OperationId"));

    [Fact]
    public void EveryFunctionOfAChangeFeedSaysHowFarBehindItIs() =>
        Tree.NoComplaints(Tree.Texts("functions", ".cs").Where(file => file.Value.Contains("[CosmosDBTrigger(", StringComparison.Ordinal) && !file.Value.Contains(".Handled(", StringComparison.Ordinal))
            .Select(file => $"{file.Key}: begin the function with events.Handled(\"its name\", changes), where events is the injected StoreEvents"));

    [Fact]
    public void QueriesAreClosedAsTheyWereOpened() => Assert.All(Events.Asked, query =>
    {
        Assert.True(query.Text.Count(c => c == '(') == query.Text.Count(c => c == ')'), query.Where);
        Assert.True(query.Text.Count(c => c == '\'') % 2 == 0, query.Where);
        // An event with an exception is a row of AppExceptions.
        Assert.StartsWith("union isfuzzy=true AppTraces, AppExceptions\n| where Properties.EventName ", query.Text, StringComparison.Ordinal);
        Assert.All(query.Text.Split('\n').Skip(1), line => Assert.StartsWith("| ", line, StringComparison.Ordinal));
    });
}
