namespace Local.Cosmos.Protocol;

/// <summary>A request that Cosmos would not carry out: becomes an answer with this status at the edge of the server.</summary>
internal sealed class Refusal(int status, string message, int subStatus = 0) : Exception(message)
{
    public int Status => status;

    public int SubStatus => subStatus;

    public static Refusal BadRequest(string message) => new(400, message);

    public static Refusal NotFound(string message = "Resource Not Found") => new(404, message);

    public static Refusal OwnerNotFound() => new(404, "Owner resource does not exist", 1003);

    public static Refusal Conflict() => new(409, "Entity with the specified id already exists in the system.");

    public static Refusal TooLarge() => new(413, "Request size is too large: an item or a batch is at most 2 MB.");
}
