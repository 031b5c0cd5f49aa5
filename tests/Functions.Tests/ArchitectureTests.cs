using System.Reflection;
using System.Xml.Linq;
using Functions.Http;
using Functions.Web;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Tests;

/// <summary>Dependencies point one way; rules ask the terms and never a program's name.</summary>
public sealed class ArchitectureTests
{
    private static readonly string Root = FindRoot(AppContext.BaseDirectory);

    [Fact]
    public void Points_DependsOnNothingOfOurs_AndDoesNoIO()
    {
        var references = References(typeof(Points.Ledger.Account).Assembly);

        Assert.DoesNotContain(references, name => name is "Functions" or "Local");
        Assert.DoesNotContain(references, name => name.StartsWith("Microsoft.A", StringComparison.Ordinal) || name.StartsWith("Azure", StringComparison.Ordinal));
        Assert.DoesNotContain(references, name => name is "System.IO.FileSystem" or "System.Net.Http" or "System.Data.Common" or "Microsoft.Extensions.Logging.Abstractions");
    }

    [Fact]
    public void Local_DependsOnNothingOfOurs() =>
        Assert.DoesNotContain(References(typeof(Local.Clock.TestClock).Assembly), name => name is "Functions" or "Points");

    [Fact]
    public void Functions_ReferencesLocalOnlyInALocalBuild()
    {
        var project = XDocument.Load(Path.Combine(Root, "functions", "Functions.csproj"));

        var local = project.Descendants("ProjectReference").Where(reference => ((string?)reference.Attribute("Include"))!.Contains("local", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(local);
        Assert.All(local, reference => Assert.Equal("'$(FunctionsRuntime)' == 'Local'", (string?)reference.Parent!.Attribute("Condition")));
    }

    [Theory]
    [InlineData("functions", "using Local")]
    [InlineData("functions", "#if")]
    [InlineData("points", "#if")]
    [InlineData("points", "DateTime.Now")]
    [InlineData("points", "UtcNow")]
    [InlineData("functions", "UtcNow")]
    [InlineData("functions", "Stopwatch")]
    [InlineData("functions", "using System.Threading.RateLimiting")]
    [InlineData("points", "\"kkr\"")]
    [InlineData("functions", "\"kkr\"")]
    public void NoSourceFileSays(string folder, string text)
    {
        var saying = Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            // Where the two builds differ they have a file each: that of this machine may name it.
            .Where(file => !file.EndsWith(".Local.cs", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file).Replace("GetUtcNow", "", StringComparison.Ordinal).Contains(text, StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Root, file));

        Assert.Empty(saying);
    }

    [Fact]
    public void EveryFunctionSaysWhoMayCallIt_AndEveryChangeNeedsAnOperationId()
    {
        var functions = typeof(PointsApp).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null
                && method.GetParameters().Any(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>() is not null))
            .ToList();

        Assert.NotEmpty(functions);
        Assert.All(functions, method => Assert.NotNull(method.GetCustomAttribute<AccessAttribute>()));
        // Every POST changes something, but for those that only ask; a code from a mail is an operation id of its own, and so is the id of a mail.
        Assert.Equal(
            ["BalanceOfScan", "ConfirmMail", "FenceOperation", "Quote", "ReceiveMail", "SearchMembers"],
            functions.Where(method => !method.GetCustomAttribute<AccessAttribute>()!.Changes && Posts(method) && !IsPage(method))
                .Select(method => method.GetCustomAttribute<FunctionAttribute>()!.Name).Order(StringComparer.Ordinal));
        // What is not under /api is for browsers, and nothing else is.
        Assert.All(functions, method => Assert.Equal(IsPage(method), !TriggerOf(method).Route!.StartsWith("api/", StringComparison.Ordinal)));
    }

    private static bool IsPage(MethodInfo method) => method.GetCustomAttribute<PageAttribute>() is not null;

    private static HttpTriggerAttribute TriggerOf(MethodInfo method) =>
        method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).OfType<HttpTriggerAttribute>().Single();

    private static bool Posts(MethodInfo method) => TriggerOf(method).Methods!.Contains("post");

    private static List<string> References(Assembly assembly) => [.. assembly.GetReferencedAssemblies().Select(name => name.Name!)];

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Functions.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);
}
