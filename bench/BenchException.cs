namespace Bench;

/// <summary>The run cannot go on, and the message alone tells its user why.</summary>
public sealed class BenchException(string message) : Exception(message);
