using Functions.Http;
using Functions.Keys;
using Functions.Programs;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Hosting;

namespace Functions.Store;

/// <summary>
/// Makes database, containers and sample keys where no template has done it: on this machine, or in an emulator. Before anything else
/// starts: the host sends requests as soon as the worker has said hello.
/// </summary>
public sealed class CreateStore(CosmosStore store, ProgramCatalogue programs) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        Database database = await store.Client.CreateDatabaseIfNotExistsAsync(Containers.Database, cancellationToken: cancellationToken);
        await Task.WhenAll(Containers.All.Select(container =>
            database.CreateContainerIfNotExistsAsync(container, cancellationToken: cancellationToken)));

        // Their secret is known to everybody: never write them to a store that others can reach.
        if (!store.Client.Endpoint.IsLoopback)
            return;
        var keys =
            from program in programs.ById.Keys
            from role in new[] { Role.Pos, Role.Front, Role.Operator }
            select new TerminalKey($"{program}-{TerminalKeys.NameOf(role)}", program, Facility: null, role, TerminalKey.HashOf("local"));
        await Task.WhenAll(keys.Select(key => store.Keys.TryCreate(key, key.Id, StoreJson.Readable.TerminalKey, cancellationToken)));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
