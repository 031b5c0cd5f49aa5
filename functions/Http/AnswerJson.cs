using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Functions.Cards;
using Functions.Health;
using Functions.Journal;
using Functions.Ledger;
using Functions.Mail;
using Functions.Members;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Points.Programs;

namespace Functions.Http;

/// <summary>The JSON form of every answer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(MutationAnswer))]
[JsonSerializable(typeof(BalanceAnswer))]
[JsonSerializable(typeof(EntriesAnswer))]
[JsonSerializable(typeof(OperationAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(RewardsAnswer))]
[JsonSerializable(typeof(PerksAnswer))]
[JsonSerializable(typeof(LiabilityAnswer))]
[JsonSerializable(typeof(MemberAnswer))]
[JsonSerializable(typeof(ConfirmationAnswer))]
[JsonSerializable(typeof(OnlineAnswer))]
[JsonSerializable(typeof(RegistrationCodeAnswer))]
[JsonSerializable(typeof(IReadOnlyList<FoundMember>))]
[JsonSerializable(typeof(CardAnswer))]
[JsonSerializable(typeof(DeadLettersAnswer))]
[JsonSerializable(typeof(ReplayAnswer))]
[JsonSerializable(typeof(ForfeitureAnswer))]
[JsonSerializable(typeof(IReadOnlyList<ProgramLine>))]
[JsonSerializable(typeof(Comparison))]
public sealed partial class AnswerJson : JsonSerializerContext
{
    public static AnswerJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

/// <summary>A JSON answer whose bytes are ready.</summary>
public sealed class Answer(int status, ReadOnlyMemory<byte> json) : IResult
{
    public int Status => status;

    public const string ReplayedHeader = "Idempotent-Replayed";

    /// <summary>True when the answer is that of an earlier request with the same key.</summary>
    public bool Replayed { get; init; }

    public static Answer Of<T>(int status, T body, JsonTypeInfo<T> type) => new(status, Bytes(body, type));

    public static byte[] Bytes<T>(T body, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(body, type);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = json.Length;
        response.Headers.CacheControl = "no-store";
        if (Replayed)
            response.Headers[ReplayedHeader] = "true";
        return response.Body.WriteAsync(json, httpContext.RequestAborted).AsTask();
    }
}
