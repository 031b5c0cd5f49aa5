using Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions.OpenApi;

/// <summary>The whole HTTP contract.</summary>
public sealed class OpenApiFunction
{
    private readonly string file = Path.Combine(AppContext.BaseDirectory, "openapi.yaml");

    [Function("OpenApi"), Access(Role.Public)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/openapi.yaml")] HttpRequest request) =>
        Results.File(file, "application/yaml");
}
