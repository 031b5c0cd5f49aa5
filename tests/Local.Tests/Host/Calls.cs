using System.Threading.Channels;

namespace Local.Tests.Host;

/// <summary>What the functions under test did, in order; a test may await the next one.</summary>
public sealed class Calls
{
    private readonly Channel<string> channel = Channel.CreateUnbounded<string>();
    private readonly List<string> all = [];

    public IReadOnlyList<string> All
    {
        get
        {
            lock (all)
                return [.. all];
        }
    }

    public void Add(string call)
    {
        lock (all)
            all.Add(call);
        channel.Writer.TryWrite(call);
    }

    public Task<string> Next() => channel.Reader.ReadAsync().AsTask().InTime();
}
