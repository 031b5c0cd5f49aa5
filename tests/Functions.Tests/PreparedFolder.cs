using Microsoft.Extensions.Hosting;

namespace Functions.Tests;

/// <summary>A store with its containers and keys, made once and copied for each app.</summary>
internal static class PreparedFolder
{
    private static readonly Lazy<Task<string>> Prepared = new(Prepare);

    public static async Task<string> Copy()
    {
        var from = await Prepared.Value;
        var copy = Directory.CreateTempSubdirectory("points-").FullName;
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    private static async Task<string> Prepare()
    {
        var folder = Directory.CreateTempSubdirectory("points-prepared-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        using var app = Backend.Build(folder);
        await app.StartAsync();
        await app.StopAsync();
        await ((IAsyncDisposable)app).DisposeAsync();
        return folder;
    }
}
