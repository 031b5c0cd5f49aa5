using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Functions.Http;

/// <summary>Which form of an answer the caller would rather have (RFC 9110, 12.5.1).</summary>
public static class Accepts
{
    /// <summary>True for a browser; JSON is for everybody who does not say, or likes both the same.</summary>
    public static bool Html(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var ranges) && Quality(ranges, "text/html") > Quality(ranges, "application/json");

    /// <summary>The most specific range that fits decides.</summary>
    private static double Quality(IList<MediaTypeHeaderValue> ranges, string type)
    {
        var asked = new MediaTypeHeaderValue(type);
        return ranges.Where(asked.IsSubsetOf).MaxBy(Specificity) is { } range ? range.Quality ?? 1 : 0;
    }

    private static int Specificity(MediaTypeHeaderValue range) => range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2;
}
