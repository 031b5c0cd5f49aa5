using Functions.Http;
using Functions.Keys;
using Functions.Programs;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Hosting;

namespace Functions.Store;

/// <summary>Makes database, containers and sample keys where no template has done it: on this machine, or in an emulator.</summary>
public sealed class CreateStore(CosmosStore store, Settings settings, ProgramCatalogue programs) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Database database = await store.Client.CreateDatabaseIfNotExistsAsync(settings.Database, cancellationToken: cancellationToken);
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

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
