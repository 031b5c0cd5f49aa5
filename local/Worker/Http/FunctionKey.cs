using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Local.Worker.Http;

/// <summary>The one key that stands for function and host keys here.</summary>
sealed class FunctionKey(IConfiguration configuration)
{
    private readonly string key = configuration["Local:FunctionKey"] ?? "local";

    public bool Opens(HttpRequest request) =>
        request.Headers.TryGetValue("x-functions-key", out var header)
            ? string.Equals(header, key, StringComparison.Ordinal)
            : string.Equals(request.Query["code"], key, StringComparison.Ordinal);
}
