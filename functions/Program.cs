using Functions.FrontDesk;
using Functions.Http;
using Functions.Journal;
using Functions.Keys;
using Functions.MyPage;
using Functions.Programs;
using Functions.Web;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Functions;

/// <summary>The function app. It runs on the official worker in every build; where the two differ they have a file each.</summary>
public static class PointsApp
{
    public static IHost Build(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        Hosting.Begin(builder);
        builder.UseMiddleware<EmptyResultMiddleware>();
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<ClientAddressMiddleware>();
        builder.UseMiddleware<CallWatchMiddleware>();
        builder.UseMiddleware<ProblemDetailsMiddleware>();
        builder.UseMiddleware<PageMiddleware>();
        builder.UseMiddleware<RequestSizeMiddleware>();
        builder.UseMiddleware<AuthenticationMiddleware>();
        builder.UseMiddleware<TerminalSessionMiddleware>();
        builder.UseMiddleware<RateLimitMiddleware>();
        builder.UseMiddleware<MemberSessionMiddleware>();
        builder.UseMiddleware<IdempotencyKeyMiddleware>();
        Composition.Add(builder.Services, builder.Configuration);
        var app = builder.Build();
        // A mistake in a program's file ends the start, whoever would have asked for the programs first.
        app.Services.GetRequiredService<ProgramCatalogue>();
        return app;
    }

    /// <summary><c>keys …</c> and <c>verify …</c> are a person at a console; everything else is the host that starts the app.</summary>
    public static async Task<int> Main(string[] args)
    {
        if (args is ["verify", .. var what])
            return VerifyCommand.Run(what, Console.Out);
        if (args is [KeyCommand.Name, .. var rest])
            return await KeyCommand.Run(rest, Console.Out, Console.Error);
        await Build(args).RunAsync();
        return 0;
    }
}
