using Points.Programs;

namespace Points.Ledger;

/// <summary>Who asks for what, where and when. The id is the caller's and makes the operation happen at most once.</summary>
public sealed record Operation
{
    public required string Id { get; init; }

    /// <summary>Hash of the request body: the same id with another body is a different operation.</summary>
    public string? RequestHash { get; init; }

    public required string CardNumber { get; init; }
    /// <summary>The key of the terminal, or <see cref="ByMember"/>.</summary>
    public required string By { get; init; }

    /// <summary>A member did it on My Page.</summary>
    public const string ByMember = "member";

    public string? Facility { get; init; }
    public string? Department { get; init; }

    /// <summary>When it happened at the till: decides the terms version and the business date.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>When the backend decides: what is due by now is settled first.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    public DateOnly OccurredOn(Program program) => program.DateOf(OccurredAt);

    public DateOnly RecordedOn(Program program) => program.DateOf(RecordedAt);
}
