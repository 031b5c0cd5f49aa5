namespace Functions.Mail;

/// <summary>The headers by which machines know that a machine wrote a mail of ours.</summary>
public static class LetterHeaders
{
    /// <summary>On every reply of ours, whatever else is lost on the way: what carries it is never answered.</summary>
    public const string Marker = "X-Points-Letter";

    public static Dictionary<string, string> Of(string letter, string autoSubmitted = "auto-generated") => new()
    {
        ["Auto-Submitted"] = autoSubmitted,
        ["X-Auto-Response-Suppress"] = "All",
        [Marker] = letter,
    };

    /// <param name="messageId">Of the mail that is answered; null when it has none that may be repeated.</param>
    public static IReadOnlyDictionary<string, string> OfReply(string letter, string? messageId)
    {
        var headers = Of(letter, "auto-replied");
        if (messageId is not null)
            headers["In-Reply-To"] = headers["References"] = messageId;
        return headers;
    }
}
