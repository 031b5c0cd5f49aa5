using Functions.Cards;
using Functions.Http;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Points.Cards;
using Points.Ledger;
using Points.Programs;

namespace Functions.Ledger;

/// <summary>What every call about a card says: who asks, for which card, where and when. Its fields are read once, here.</summary>
public sealed class Call
{
    private readonly RequestBody body;

    private Call(Caller caller, Program program, RequestBody body, string kind, string? cardNumber = null)
    {
        Caller = caller;
        Program = program;
        Kind = kind;
        this.body = body;
        Card = cardNumber ?? Fields.Text("card", maxLength: 256);
        OccurredAt = Fields.OptionalInstant("occurredAt");
    }

    public Caller Caller { get; }
    public Program Program { get; }
    public string Kind { get; }
    public Fields Fields => body.Fields;
    public string Card { get; }
    public DateTimeOffset? OccurredAt { get; }
    public string? Facility { get; private set; }
    public string? Department { get; private set; }

    /// <summary>Null on calls that change nothing.</summary>
    public string? OperationId { get; private init; }

    public string BodyHash => body.Hash(Kind);

    public static async Task<Call> Read(HttpRequest request, ProgramCatalogue programs, string kind, CancellationToken cancellation)
    {
        var caller = Caller.Of(request.HttpContext);
        var call = new Call(caller, programs[caller.Program], await RequestBody.Read(request, cancellation), kind)
        {
            OperationId = request.HttpContext.Features.Get<OperationId>()?.Value,
        };
        request.HttpContext.Features.Set(call);
        return call;
    }

    /// <summary>A call about the card in its path; its body may be empty.</summary>
    public static async Task<Call> About(string cardNumber, HttpRequest request, ProgramCatalogue programs, string kind, CancellationToken cancellation)
    {
        if (!CardNumber.IsWellFormed(cardNumber))
            throw new ProblemException(CardDirectory.Unknown);
        return About(cardNumber, await RequestBody.Read(request, cancellation, mayBeEmpty: true), request.HttpContext, programs, kind);
    }

    /// <summary>A call whose body has been read, about a card that it names in its own way.</summary>
    public static Call About(string card, RequestBody body, HttpContext http, ProgramCatalogue programs, string kind)
    {
        var caller = Caller.Of(http);
        var call = new Call(caller, programs[caller.Program], body, kind, card)
        {
            OperationId = http.Features.Get<OperationId>()?.Value,
            Facility = caller.Facility,
        };
        http.Features.Set(call);
        return call;
    }

    /// <summary>A call inside another one: the award or redemption that a quote asks about.</summary>
    public static Call Inside(Caller caller, Program program, Fields inner, string kind) =>
        new(caller, program, RequestBody.Inside(inner), kind);

    /// <summary>Reads where it happened; a facility or department that the program does not know is a wrong field.</summary>
    public Call AtPlace()
    {
        Facility = Fields.Choice("facility", [.. Program.Facilities.Keys]);
        Department = Fields.Choice("department", [.. Program.Departments.Keys]);
        return this;
    }

    /// <summary>Where a correction is made: the terminal's own facility unless the caller says another.</summary>
    public Call AtAnyPlace()
    {
        Facility = Fields.OptionalChoice("facility", [.. Program.Facilities.Keys]) ?? Caller.Facility;
        Department = Fields.OptionalChoice("department", [.. Program.Departments.Keys]);
        return this;
    }

    /// <exception cref="ProblemException">400 naming every wrong field; 403 when the key is for another facility.</exception>
    public void ThrowIfWrong()
    {
        Fields.ThrowIfWrong();
        if (Caller.Facility is { } own && Facility is { } asked && asked != own)
            throw new ProblemException(new Problem(403, "other-facility", "The key is for another facility.", $"This key may act for {own} only."));
    }
}
