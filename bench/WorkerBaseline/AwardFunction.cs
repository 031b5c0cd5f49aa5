using Bench.Baseline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Bench.WorkerBaseline;

public sealed class AwardFunction(AwardEndpoint awards)
{
    [Function("Award")]
    public Task Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = AwardEndpoint.Route)] HttpRequest request) =>
        awards.Answer(request.HttpContext);
}
