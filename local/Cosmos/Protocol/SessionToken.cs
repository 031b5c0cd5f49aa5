using System.Globalization;

namespace Local.Cosmos.Protocol;

/// <summary>What a sender has seen: "range:version#lsn", several with commas between them.</summary>
internal static class SessionToken
{
    /// <summary>Refuses to answer from a state older than what the sender has seen.</summary>
    public static void Check(Incoming request, long committed)
    {
        if (request.Header("x-ms-session-token") is not { Length: > 0 } token)
            return;
        foreach (var part in token.Split(','))
        {
            if (LsnOf(part) is var seen && seen <= committed)
                continue;
            throw new Refusal(
                404, $"The read session is not available for the input session token: it is of {seen}, here is {committed}.", 1002);
        }
    }

    private static long LsnOf(string part)
    {
        // "0:-1#12", with the LSNs of regions behind a further '#', or the older "0:12".
        var numbers = part[(part.IndexOf(':') + 1)..].Split('#');
        var lsn = numbers.Length > 1 ? numbers[1] : numbers[0];
        return long.TryParse(lsn, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Refusal.BadRequest($"The session token '{part}' is not valid.");
    }
}
