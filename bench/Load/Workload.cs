namespace Bench.Load;

/// <summary>What callers send: one kind of request, or several by shares.</summary>
public sealed class Workload(string name, params (int Share, RequestTemplate Request)[] mix)
{
    readonly RequestTemplate[] tickets = [.. mix.SelectMany(part => Enumerable.Repeat(part.Request, part.Share))];

    public string Name => name;

    public RequestTemplate Pick(Random random) => tickets[random.Next(tickets.Length)];
}
