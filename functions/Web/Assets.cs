using System.Security.Cryptography;
using Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Web;

/// <summary>
/// The stylesheet and the script, under names that carry a hash of what they say: a browser keeps them for ever and
/// asks again only when they have changed.
/// </summary>
public static class Assets
{
    private const string Prefix = "Functions.Web.Assets.";

    private static readonly Dictionary<string, (string Name, byte[] Bytes)> ByFile = typeof(Assets).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..]).ToDictionary(file => file, Load);

    private static readonly Dictionary<string, byte[]> ByName = ByFile.Values.ToDictionary(asset => asset.Name, asset => asset.Bytes);

    public static string AddressOf(string file) => $"/assets/{ByFile[file].Name}";

    public static byte[]? Find(string name) => ByName.GetValueOrDefault(name);

    private static (string, byte[]) Load(string file)
    {
        using var stream = typeof(Assets).Assembly.GetManifestResourceStream(Prefix + file)!;
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        var bytes = buffer.ToArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 6));
        return ($"{Path.GetFileNameWithoutExtension(file)}.{hash}{Path.GetExtension(file)}", bytes);
    }
}

public sealed class AssetFunction
{
    private readonly Dictionary<string, string> types = new() { [".css"] = "text/css; charset=utf-8", [".js"] = "text/javascript; charset=utf-8" };

    [Function("Asset"), Page, Access(Role.Public)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "assets/{name}")] HttpRequest request, string name)
    {
        if (Assets.Find(name) is not { } bytes)
            throw new ProblemException(Problem.NotFound("asset-unknown", "There is no such file."));
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(bytes, types[Path.GetExtension(name)]);
    }
}
