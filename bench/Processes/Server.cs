using System.Net;

namespace Bench.Processes;

/// <param name="ProcessIds">All that work for it, the one that answers first; empty if unknown. Asked anew each time, for databases fork.</param>
public sealed record Server(string Name, IPEndPoint Address, Func<IReadOnlyList<int>> ProcessIds);
