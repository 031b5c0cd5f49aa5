using Functions.Http;
using Functions.Keys;
using Functions.Programs;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Hosting;

namespace Functions.Store;

/// <summary>
/// Makes database, containers and sample keys where no template has done it: on this machine, or in an emulator. Before anything else starts: the
/// host sends requests as soon as the worker has said hello.
/// </summary>
public sealed class CreateStore(CosmosStore store, ProgramCatalogue programs) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        Database database = await store.Client.CreateDatabaseIfNotExistsAsync(Containers.Database, cancellationToken: cancellationToken);
        foreach (var container in Containers.All)
            await database.CreateContainerIfNotExistsAsync(container, cancellationToken: cancellationToken);

        // Their secret is known to everybody: never write them to a store that others can reach.
        if (!store.Client.Endpoint.IsLoopback)
            return;
        foreach (var program in programs.ById.Keys)
        {
            foreach (var role in new[] { Role.Pos, Role.Front, Role.Operator })
            {
                var id = $"{program}-{role.ToString().ToLowerInvariant()}";
                await store.Keys.TryCreate(
                    new TerminalKey(id, program, Facility: null, role, TerminalKey.HashOf("local")), id, StoreJson.Readable.TerminalKey, cancellationToken);
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
