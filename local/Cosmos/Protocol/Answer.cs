using System.Text;
using System.Text.Json;

namespace Local.Cosmos.Protocol;

/// <summary>A response before it takes the shape of its transport.</summary>
internal sealed class Answer
{
    public required int Status { get; init; }

    public int SubStatus { get; init; }

    public string? Etag { get; set; }

    /// <summary>The LSN of the session token; below zero for none.</summary>
    public long Lsn { get; init; } = -1;

    /// <summary>The physical partition that the LSN is of.</summary>
    public string RangeId { get; set; } = "0";

    public string? ActivityId { get; set; }

    /// <summary>The rid of what the request's resource is in: the container of items, the database of containers.</summary>
    public string? ContentPath { get; set; }

    public int ItemCount { get; init; } = -1;

    public string? Continuation { get; init; }

    public long RetryAfterMilliseconds { get; init; } = -1;

    public ReadOnlyMemory<byte> Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>No response at all: the connection ends here.</summary>
    public bool IsDropped { get; init; }

    public static Answer Error(int status, string message, int subStatus = 0, long lsn = -1)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["code"] = Code(status), ["message"] = message });
        return new Answer { Status = status, SubStatus = subStatus, Body = body, Lsn = lsn };
    }

    public static Answer Json(int status, string json, string? etag = null, long lsn = -1) =>
        new() { Status = status, Body = Encoding.UTF8.GetBytes(json), Etag = etag, Lsn = lsn };

    /// <summary>The same answer with the request's activity id; a sender without one is given one to quote.</summary>
    public Answer To(Incoming request)
    {
        ActivityId = Guid.TryParse(request.Header("x-ms-activity-id"), out var id) ? $"{id:D}" : $"{Guid.NewGuid():D}";
        return this;
    }

    /// <summary>Every header but the two of the content.</summary>
    public void WriteHeaders<T>(T target, Action<T, string, string> add)
    {
        add(target, "x-ms-request-charge", "1");
        if (ActivityId is not null)
            add(target, "x-ms-activity-id", ActivityId);
        if (ContentPath is not null)
            add(target, "x-ms-content-path", ContentPath);
        if (Lsn >= 0)
        {
            add(target, "x-ms-session-token", $"{RangeId}:-1#{Lsn}");
            add(target, "lsn", Lsn.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        if (Etag is not null)
            add(target, "ETag", Etag);
        if (SubStatus != 0)
            add(target, "x-ms-substatus", $"{SubStatus}");
        if (ItemCount >= 0)
            add(target, "x-ms-item-count", $"{ItemCount}");
        if (Continuation is not null)
            add(target, "x-ms-continuation", Continuation);
        if (RetryAfterMilliseconds >= 0)
            add(target, "x-ms-retry-after-ms", $"{RetryAfterMilliseconds}");
    }

    private static string Code(int status) => status switch
    {
        400 => "BadRequest",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        408 => "RequestTimeout",
        409 => "Conflict",
        410 => "Gone",
        412 => "PreconditionFailed",
        413 => "RequestEntityTooLarge",
        429 => "TooManyRequests",
        449 => "RetryWith",
        503 => "ServiceUnavailable",
        _ => "InternalServerError",
    };
}
