using Local.Host.Startup;
using Microsoft.Extensions.DependencyInjection;

namespace Local.Tests.Host;

public sealed class FunctionListingTests
{
    [Fact]
    public async Task Ready_SaysWhereItListens_AndNoMore()
    {
        var output = new StringWriter();
        await using var app = await TestApp.Start(
            builder => builder.Services.AddSingleton(new ReadyOutput(output)),
            typeof(RoutedFunctions));

        Assert.Equal($"Listening on {app.Client.BaseAddress!.GetLeftPart(UriPartial.Authority)}\n", output.ToString());
    }

    [Fact]
    public async Task Ready_ListsTheFunctions_AndThenSaysWhereItListens()
    {
        var output = new StringWriter();
        await using var app = await TestApp.Start(
            [TestApp.NoDatabase, "--Local:List=true"],
            builder => builder.Services.AddSingleton(new ReadyOutput(output)),
            typeof(RoutedFunctions), typeof(YearlyFunctions));
        var address = app.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);

        Assert.Equal(
            [
                $"GET {address}/api/cards/{{number}}  Card",
                $"GET {address}/api/cards/{{number}}/entries/{{entry:int}}  Entry",
                $"GET {address}/files/{{*path}}  File",
                $"ANY {address}/Named  Named",
                $"DELETE {address}/api/cards/{{number}}  RemoveCard",
                $"GET {address}/{{root:maxlength(0)?}}  Root",
                "timer 0 0 0 1 1 *  Broken",
                "timer 0 0 0 1 1 *  Yearly",
                $"Listening on {address}",
            ],
            output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("http://127.0.0.1:", address, StringComparison.Ordinal);
    }
}
