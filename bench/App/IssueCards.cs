using System.Text;
using System.Text.Json;
using Bench.Load;

namespace Bench.App;

/// <summary>Cards to work on, made over the API like any other.</summary>
public static class IssueCards
{
    public static byte[][] Run(Callers callers, int count)
    {
        var cards = Enumerable.Repeat(Array.Empty<byte>(), count).ToArray();
        Demand("Issuing cards", callers.RunOver(cards, AppCalls.Issue, (at, answer) => cards[at] = NumberIn(answer)));
        return cards;
    }

    public static void TopUp(Callers callers, byte[][] cards) =>
        Demand("Topping up", callers.RunOver(cards, AppCalls.TopUp, (_, _) => { }));

    public static void Award(Callers callers, byte[][] cards) =>
        Demand("Awarding once", callers.RunOver(cards, AppCalls.Award, (_, _) => { }));

    public static byte[] NumberIn(ReadOnlySpan<byte> answer)
    {
        var json = new Utf8JsonReader(answer);
        return Encoding.ASCII.GetBytes(JsonElement.ParseValue(ref json).GetProperty("cardNumber").GetString()!);
    }

    static void Demand(string what, LoadResult result)
    {
        if (result.Failed > 0)
            throw new BenchException($"{what}: {result.Failed} of {result.Count} failed, first with {result.FirstFailure}");
        Console.WriteLine($"{what}: {result.Count:N0} in {result.Elapsed.TotalSeconds:N1} s");
    }
}
