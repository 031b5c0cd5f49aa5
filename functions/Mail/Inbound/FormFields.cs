using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Functions.Mail.Inbound;

/// <summary>Some fields of a multipart form as bytes: each part of a mail may have a charset of its own, and most of it is not wanted.</summary>
public static class FormFields
{
    private const int MaxBoundary = 200;
    private const int MaxSections = 1_000;

    /// <param name="wanted">Field → how many bytes of it are kept.</param>
    /// <returns>Null when it is no multipart form, or breaks off.</returns>
    public static async Task<IReadOnlyDictionary<string, byte[]>?> Read(
        Stream body, string? contentType, IReadOnlyDictionary<string, int> wanted, CancellationToken cancellation)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: >= 1 and <= MaxBoundary } boundary)
            return null;
        Dictionary<string, byte[]> fields = [];
        try
        {
            var reader = new MultipartReader(boundary.ToString(), body);
            for (var section = 0; section < MaxSections && await reader.ReadNextSectionAsync(cancellation) is { } part; section++)
            {
                if (ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition)
                    && HeaderUtilities.RemoveQuotes(disposition.Name).ToString() is var name && wanted.TryGetValue(name, out var length))
                    fields.TryAdd(name, await Start(part.Body, length, cancellation));
            }

            return fields;
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException)
        {
            return null;
        }
    }

    private static async Task<byte[]> Start(Stream body, int length, CancellationToken cancellation)
    {
        var buffer = new byte[length];
        return buffer[..await body.ReadAtLeastAsync(buffer, length, throwOnEndOfStream: false, cancellation)];
    }
}
