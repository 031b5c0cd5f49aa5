using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;

namespace Functions.Http;

/// <summary>A JSON body whose fields are read one by one; every wrong or unknown field is named in one answer.</summary>
public sealed class RequestBody
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    private RequestBody(Fields fields) => Fields = fields;

    public Fields Fields { get; }

    /// <summary>The same request, seen through the fields of one object in it.</summary>
    public static RequestBody Inside(Fields inner) => new(inner);

    /// <summary>What a page's form says, as a till would have said it.</summary>
    public static RequestBody Of(System.Text.Json.Nodes.JsonObject said) => new(new Fields(JsonSerializer.SerializeToElement(said)));

    /// <exception cref="ProblemException">400 when the body is not a JSON object in UTF-8, 413 when it is too large.</exception>
    public static async Task<RequestBody> Read(HttpRequest request, CancellationToken cancellation, bool mayBeEmpty = false)
    {
        using var buffer = new MemoryStream(request.ContentLength is { } length ? (int)length : 1024);
        try
        {
            await request.Body.CopyToAsync(buffer, cancellation);
        }
        catch (BadHttpRequestException tooLong) when (tooLong.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new ProblemException(RequestSizeMiddleware.TooLarge);
        }

        if (buffer.Length > RequestSizeMiddleware.MaxBytes)
            throw new ProblemException(RequestSizeMiddleware.TooLarge);
        try
        {
            var bytes = mayBeEmpty && buffer.Length == 0 ? "{}"u8.ToArray() : buffer.ToArray();
            var root = JsonDocument.Parse(bytes, Strict).RootElement;
            if (root.ValueKind != JsonValueKind.Object || !IsText(bytes, root))
                throw new ProblemException(Problem.BadRequest("invalid-json", "Send one JSON object in UTF-8."));
            // The host hands a field of this name on as if it were the headers it got.
            if (root.EnumerateObject().Any(property => property.Name.Equals(ClientAddress.HeadersName, StringComparison.OrdinalIgnoreCase)))
                throw new ProblemException(Problem.BadRequest("invalid-json", $"A field must not be named {ClientAddress.HeadersName}."));
            return new RequestBody(new Fields(root));
        }
        catch (InvalidOperationException)
        {
            throw new ProblemException(Problem.BadRequest("invalid-json", "Send one JSON object in UTF-8: a field name has half a character."));
        }
        catch (JsonException bad)
        {
            throw new ProblemException(Problem.BadRequest("invalid-json", $"Send one JSON object in UTF-8; the mistake is near line {bad.LineNumber + 1}, byte {bad.BytePositionInLine + 1}."));
        }
    }

    /// <summary>What the body says, whatever its spacing and order: two requests with the same hash ask for the same.</summary>
    public string Hash(string kind)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            writer.WriteStringValue(kind);
            WriteCanonical(Fields.Root, writer);
            writer.WriteEndArray();
        }

        return System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    /// <summary>The parser lets through bytes that are no UTF-8 and escapes of half a character; a string of them cannot be read.</summary>
    private static bool IsText(byte[] bytes, JsonElement root)
    {
        if (!Utf8.IsValid(bytes))
            return false;
        if (bytes.AsSpan().IndexOf("\\u"u8) < 0)
            return true;
        try
        {
            WriteCanonical(root, new Utf8JsonWriter(Stream.Null));
            return true;
        }
        catch (Exception half) when (half is InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    private static void WriteCanonical(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null).OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    WriteCanonical(property.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    WriteCanonical(item, writer);
                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
