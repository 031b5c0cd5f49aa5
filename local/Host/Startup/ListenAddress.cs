using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Local.Host.Startup;

/// <summary>Where the started app answers: with port 0 only the server knows.</summary>
public sealed class ListenAddress(IServer server)
{
    public Uri Uri => new(server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
        ?? throw new InvalidOperationException("The app has not been started."));
}
