using Functions.Http;
using Functions.Journal;
using Functions.MyPage;
using Functions.Web;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

namespace Functions;

/// <summary>The function app. The same lines run under the official worker and under the local runtime.</summary>
public static class PointsApp
{
    public static IHost Build(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<ProblemDetailsMiddleware>();
        builder.UseMiddleware<PageMiddleware>();
        builder.UseMiddleware<RequestSizeMiddleware>();
        builder.UseMiddleware<AuthenticationMiddleware>();
        builder.UseMiddleware<RateLimitMiddleware>();
        builder.UseMiddleware<MemberSessionMiddleware>();
        builder.UseMiddleware<IdempotencyKeyMiddleware>();
        Composition.Add(builder.Services, builder.Configuration);
        return builder.Build();
    }

    public static async Task<int> Main(string[] args)
    {
        if (args is ["verify", .. var what])
            return VerifyCommand.Run(what, Console.Out);
        await Build(args).RunAsync();
        return 0;
    }
}
