using Functions.Cards;
using Functions.Http;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Cards;

namespace Functions.FrontDesk;

/// <summary>Where every customer begins: one field that takes what a scanner types, and what this terminal has left unfinished.</summary>
public sealed class FrontDeskFunction(Desk desk, DeskOutcome outcome)
{
    [Function("FrontDesk"), Page, Access(Role.Front)]
    public IResult Start([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "front")] HttpRequest request) => StartPage.Of(desk.Open(request));

    [Function("ScanAtDesk"), Page, Access(Role.Front)]
    public async Task<IResult> Scan([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "front/scan")] HttpRequest request)
    {
        var visit = desk.Open(request);
        if ((await FormFields.Read(request, request.Aborted())).Plain("card") is not { } read)
            return StartPage.Of(visit, "カードを読み取るか、番号を入力してください。", 400);
        try
        {
            // What was scanned stays here: the page that follows is named by the card's number.
            return SeeOther.To($"{DeskVisit.Home}/cards/{await desk.NumberOf(visit, Meant(read), request.Aborted())}");
        }
        catch (ProblemException unknown) when (unknown.Problem == CardDirectory.Unknown)
        {
            return StartPage.Of(visit, "このカードは登録されていません。番号をご確認ください。", 404);
        }
    }

    [Function("SettleAtDesk"), Page, Access(Role.Front)]
    public async Task<IResult> Settle([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "front/settle")] HttpRequest request)
    {
        var (visit, form) = (desk.Open(request), await FormFields.Read(request, request.Aborted()));
        if (visit.Session.Unfinished.FirstOrDefault(operation => operation.OperationId == form[Form.OperationField]) is not { } asked)
            return SeeOther.To(DeskVisit.Home);
        if (await outcome.Settle(visit, asked, request.Aborted()) is { } entry)
            return DeskOutcome.Receipt(entry.CardNumber, entry.Id);
        if (form["cancel"].Length > 0)
            return SeeOther.To(asked.CardNumber is { } number ? $"{DeskVisit.Home}/cards/{number}" : DeskVisit.Home);
        return DeskPages.NotDone(visit, asked);
    }

    /// <summary>A number in groups is a number; a chip says the address of its page, which ends in what a reader would scan.</summary>
    private static string Meant(string read)
    {
        var digits = string.Concat(read.Where(char.IsAsciiDigit));
        if (CardNumber.IsWellFormed(digits) && read.All(c => char.IsAsciiDigit(c) || c is ' ' or '-'))
            return digits;
        return read[(read.LastIndexOf("/t/", StringComparison.Ordinal) is >= 0 and var at ? at + 3 : 0)..];
    }
}

public static class StartPage
{
    public static Page Of(DeskVisit desk, string? mistake = null, int status = 200) => desk.Page("カードを読み取る", Html.Of($"""
        {Html.Join(desk.Session.Unfinished.Select(operation => Unfinished(desk, operation)))}
        {ScanForm(desk, mistake)}
        <p class="soft">{desk.Program.Name}　{(desk.Caller.Facility is { } own ? desk.Program.Facilities.GetValueOrDefault(own, own) : "全施設")}　端末 <span class="clauses">{desk.Caller.KeyId}</span></p>
        """)) with { IsNarrow = true, Status = status };

    /// <summary>A hardware scanner types into it and ends with Enter; the camera does the same where the browser can read codes.</summary>
    public static Html ScanForm(DeskVisit desk, string? mistake = null) => Html.Of($"""
        <div class="scan">
        {Form.Mistakes(desk.Visit, mistake is null ? [] : [mistake])}
        {Form.Of(desk.Visit, $"{DeskVisit.Home}/scan", Html.Of($"""
            {Form.Input("card", "カード", hint: "読み取るか、16桁の番号を入力して Enter を押します。", mistake: mistake, autocomplete: "off", maxLength: 256, focus: true)}
            <p class="actions"><button class="button big">カードを開く</button><button class="button quiet" type="button" data-camera="card" hidden>カメラで読み取る</button></p>
            """))}
        </div>
        """);

    /// <summary>Of one card: who begins anew must see that the first try may have been booked.</summary>
    public static Html Unfinished(DeskVisit desk, string cardNumber) =>
        Html.Join(desk.Session.Unfinished.Where(operation => operation.CardNumber == cardNumber).Select(operation => Unfinished(desk, operation)));

    private static Html Unfinished(DeskVisit desk, UnfinishedOperation operation) => Parts.Notice(Html.Of($"""
        <p><strong>終わったか分からない手続きがあります</strong></p>
        <p>{operation.What}　{(operation.CardNumber is { } number ? CardNumber.Masked(number) : "")}　{operation.At.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture)}</p>
        {DeskPages.Ask(desk, operation.OperationId, "どうなったか確認する")}
        """), "grave");
}
