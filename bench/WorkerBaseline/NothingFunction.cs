using Bench.Baseline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Bench.WorkerBaseline;

public static class NothingFunction
{
    [Function("Nothing")]
    public static Task Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = NothingEndpoint.Route)] HttpRequest request) =>
        NothingEndpoint.Answer(request.HttpContext);
}
