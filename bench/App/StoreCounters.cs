using System.Net;
using System.Text.Json;
using Bench.Load;

namespace Bench.App;

/// <summary>Requests the app has made to its store so far; only the local runtime tells.</summary>
public sealed record StoreCounters(long Reads, long Batches, long Total)
{
    static readonly RequestTemplate Question = RequestTemplate.Get("/api/local/store", "kkr-operator.local");

    public static StoreCounters? Read(IPEndPoint server)
    {
        using var connection = new Connection(server);
        var request = new byte[1024];
        var length = Question.Write(request, [], []);
        return connection.Send(request.AsSpan(0, length)) == Question.ExpectedStatus
            ? JsonSerializer.Deserialize<StoreCounters>(connection.Body, JsonSerializerOptions.Web)
            : null;
    }
}
