using System.Text.RegularExpressions;

namespace Functions.Members;

/// <summary>
/// E-mail addresses as Japanese members have them: docomo and au gave out <c>a..b@</c> and <c>abc.@</c>, which no standard
/// parser takes. So only the last @ divides, and the local part stays as it was registered.
/// </summary>
public static partial class EmailAddress
{
    public const int MaxLength = 254;

    public static bool IsWellFormed(string address) => address.Length <= MaxLength && Form().IsMatch(address);

    /// <summary>As it is kept and written to: no quotes around the local part, the domain in lower case.</summary>
    public static string Registered(string address)
    {
        var at = address.LastIndexOf('@');
        return $"{address[..at].Trim('"')}@{address[(at + 1)..].ToLowerInvariant()}";
    }

    /// <summary>The form in which two addresses are compared.</summary>
    public static string ForLookup(string address) => Registered(address).ToLowerInvariant();

    // The same pattern is in openapi.yaml.
    [GeneratedRegex("""^([A-Za-z0-9!#$%&'*+/=?^_`{|}~.\-]{1,64}|"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\-]{1,64}")@([A-Za-z0-9]([A-Za-z0-9\-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9]([A-Za-z0-9\-]{0,61}[A-Za-z0-9])?\z""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Form();
}
