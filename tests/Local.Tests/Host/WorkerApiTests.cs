using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;

namespace Local.Tests.Host;

/// <summary>
/// The stand-in against a literal copy of the official API: what compiles here must compile against the official
/// packages, so nothing may be missing, different or more.
/// </summary>
public sealed class WorkerApiTests
{
    private const string Official = """
        Microsoft.Azure.Functions.Worker.AuthorizationLevel: Anonymous=0, User=1, Function=2, System=3, Admin=4
        Microsoft.Azure.Functions.Worker.Builder.FunctionsApplication: static FunctionsApplicationBuilder CreateBuilder(String[] args)
        Microsoft.Azure.Functions.Worker.Builder.FunctionsApplicationBuilder: IDictionary<Object,Object> Properties {get}; ConfigurationManager Configuration {get}; IHostEnvironment Environment {get}; ILoggingBuilder Logging {get}; IMetricsBuilder Metrics {get}; IServiceCollection Services {get}; Void ConfigureContainer(IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder> configure); IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate,FunctionExecutionDelegate> middleware); IHost Build()
        Microsoft.Azure.Functions.Worker.Builder.FunctionsApplicationBuilderAspNetCoreExtensions: static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(FunctionsApplicationBuilder builder)
        Microsoft.Azure.Functions.Worker.CosmosDBTriggerAttribute: new(String databaseName, String containerName); String DatabaseName {get}; String ContainerName {get}; String Connection {get set}; String LeaseConnection {get set}; String LeaseDatabaseName {get set}; String LeaseContainerName {get set}; String LeaseContainerPrefix {get set}; String PreferredLocations {get set}; String StartFromTime {get set}; Boolean CreateLeaseContainerIfNotExists {get set}; Boolean StartFromBeginning {get set}; Int32 LeasesContainerThroughput {get set}; Int32 FeedPollDelay {get set}; Int32 LeaseAcquireInterval {get set}; Int32 LeaseExpirationInterval {get set}; Int32 LeaseRenewInterval {get set}; Int32 MaxItemsPerInvocation {get set}
        Microsoft.Azure.Functions.Worker.ExponentialBackoffRetryAttribute: new(Int32 maxRetryCount, String minimumInterval, String maximumInterval); String MinimumInterval {get}; String MaximumInterval {get}
        Microsoft.Azure.Functions.Worker.FixedDelayRetryAttribute: new(Int32 maxRetryCount, String delayInterval); String DelayInterval {get}
        Microsoft.Azure.Functions.Worker.FunctionAttribute: new(String name); String Name {get}
        Microsoft.Azure.Functions.Worker.FunctionContext: abstract String InvocationId {get}; abstract String FunctionId {get}; abstract FunctionDefinition FunctionDefinition {get}; abstract IServiceProvider InstanceServices {get set}; abstract IDictionary<Object,Object> Items {get set}; CancellationToken CancellationToken {get}
        Microsoft.Azure.Functions.Worker.FunctionContextBindingFeatureExtensions: static InvocationResult GetInvocationResult(FunctionContext context)
        Microsoft.Azure.Functions.Worker.FunctionContextExtensions: static HttpContext GetHttpContext(FunctionContext context)
        Microsoft.Azure.Functions.Worker.FunctionDefinition: abstract String Id {get}; abstract String Name {get}; abstract String EntryPoint {get}; abstract String PathToAssembly {get}
        Microsoft.Azure.Functions.Worker.HttpTriggerAttribute: new(); new(String[] methods); new(AuthorizationLevel authLevel); new(AuthorizationLevel authLevel, String[] methods); String Route {get set}; String[] Methods {get}; AuthorizationLevel AuthLevel {get}
        Microsoft.Azure.Functions.Worker.IFunctionsWorkerApplicationBuilder: abstract IServiceCollection Services {get}; abstract IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate,FunctionExecutionDelegate> middleware)
        Microsoft.Azure.Functions.Worker.InvocationResult: abstract Object Value {get set}
        Microsoft.Azure.Functions.Worker.Middleware.FunctionExecutionDelegate: Task Invoke(FunctionContext context)
        Microsoft.Azure.Functions.Worker.Middleware.IFunctionsWorkerMiddleware: abstract Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        Microsoft.Azure.Functions.Worker.RetryAttribute: Int32 MaxRetryCount {get}
        Microsoft.Azure.Functions.Worker.ScheduleStatus: new(); DateTime Last {get set}; DateTime Next {get set}; DateTime LastUpdated {get set}
        Microsoft.Azure.Functions.Worker.TimerInfo: new(); ScheduleStatus ScheduleStatus {get set}; Boolean IsPastDue {get set}
        Microsoft.Azure.Functions.Worker.TimerTriggerAttribute: new(String schedule); String Schedule {get}; Boolean RunOnStartup {get set}; Boolean UseMonitor {get set}
        Microsoft.Extensions.Hosting.MiddlewareWorkerApplicationBuilderExtensions: static IFunctionsWorkerApplicationBuilder UseMiddleware(IFunctionsWorkerApplicationBuilder builder); static IFunctionsWorkerApplicationBuilder UseWhen(IFunctionsWorkerApplicationBuilder builder, Func<FunctionContext,Boolean> predicate)
        """;

    [Fact]
    public void StandIn_HasTheOfficialMembersAndNoOthers() =>
        Assert.Equal<IEnumerable<string>>(Official.Split('\n'), PublicTypes().Select(Describe).Order(StringComparer.Ordinal));

    [Fact]
    public void Defaults_AreTheOfficialOnes()
    {
        Assert.Equal(AuthorizationLevel.Function, new HttpTriggerAttribute().AuthLevel);
        Assert.Equal(AuthorizationLevel.Function, new HttpTriggerAttribute("get").AuthLevel);
        Assert.Null(new HttpTriggerAttribute().Methods);
        Assert.Equal(["get", "post"], new HttpTriggerAttribute(AuthorizationLevel.Anonymous, "get", "post").Methods!);
        Assert.True(new TimerTriggerAttribute("* * * * * *").UseMonitor);
        Assert.False(new TimerTriggerAttribute("* * * * * *").RunOnStartup);
        var cosmos = new CosmosDBTriggerAttribute("points", "accounts");
        Assert.Null(cosmos.Connection);
        Assert.False(cosmos.StartFromBeginning);
        Assert.Equal(0, cosmos.FeedPollDelay);
    }

    [Fact]
    public void Retry_OfAWrongInterval_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FixedDelayRetryAttribute(1, "soon"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialBackoffRetryAttribute(1, "-00:00:01", "00:00:02"));
        Assert.Throws<ArgumentException>(() => new ExponentialBackoffRetryAttribute(1, "00:00:03", "00:00:02"));
    }

    private static IEnumerable<Type> PublicTypes() =>
        typeof(FunctionsApplication).Assembly.GetExportedTypes().Where(t => t.Namespace!.StartsWith("Microsoft.", StringComparison.Ordinal));

    private static string Describe(Type type) => type.IsEnum
        ? $"{type.FullName}: {string.Join(", ", Enum.GetValues(type).Cast<object>().Select(v => $"{v}={(int)v}"))}"
        : $"{type.FullName}: {string.Join("; ", Members(type))}";

    private static IEnumerable<string> Members(Type type)
    {
        const BindingFlags own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        if (typeof(Delegate).IsAssignableFrom(type))
            return [Signature(type.GetMethod("Invoke")!)];
        return type.GetConstructors().Select(c => $"new({Parameters(c)})")
            .Concat(type.GetProperties(own).Select(Property))
            .Concat(type.GetMethods(own).Where(m => !m.IsSpecialName).Select(Signature));
    }

    private static string Property(PropertyInfo property)
    {
        var accessors = string.Join(' ', property.GetAccessors().Select(a => a.Name[..3]).Order(StringComparer.Ordinal));
        return $"{(property.GetMethod!.IsAbstract ? "abstract " : "")}{Name(property.PropertyType)} {property.Name} {{{accessors}}}";
    }

    private static string Signature(MethodInfo method) =>
        $"{(method.IsStatic ? "static " : method.IsAbstract ? "abstract " : "")}{Name(method.ReturnType)} {method.Name}({Parameters(method)})";

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(p => $"{Name(p.ParameterType)} {p.Name}"));

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(',', type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}
