using Functions.Http;
using Functions.Mail;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions.FrontDesk;

/// <summary>Letters that were given up, without anything of the person, and another try for one of them.</summary>
public sealed class OperatorLettersFunction(Desk desk, PostRoom room, DeadLetters dead)
{
    [Function("OperatorLetters"), Page, Access(Role.Operator)]
    public async Task<IResult> List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "front/operator/letters")] HttpRequest request) =>
        await Shown(desk.Open(request), null, request.Aborted());

    [Function("ReplayLetterAtDesk"), Page, Access(Role.Operator, Changes = true)]
    public async Task<IResult> Replay([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "front/operator/letters")] HttpRequest request)
    {
        var (visit, form) = (desk.Open(request), await FormFields.Read(request, request.Aborted()));
        return await dead.Replay(form["letter"], visit.Caller, OperationId.Of(request.HttpContext), request.Aborted()) switch
        {
            Answer => SeeOther.To("/front/operator/letters"),
            Problem { Status: 404 } => await Shown(visit, "この通知は、もう一覧にありません。", request.Aborted()),
            Problem { Status: 422 } => await Shown(visit, "元の記帳がまだ読めません。先に原因を直してください。何も変わっていません。", request.Aborted()),
            var other => other,
        };
    }

    private async Task<Page> Shown(DeskVisit visit, string? mistake, CancellationToken cancellation)
    {
        var letters = await room.Dead(visit.Program.Id, cancellation);
        return visit.Page("届かなかった通知", Html.Of($"""
            {Form.Mistakes(visit.Visit, mistake is null ? [] : [mistake])}
            {(letters.Count == 0 ? Html.Of($"<p class=\"lead\">届かなかった通知はありません。</p>") : Parts.Table("古い順", ["通知", "理由", "回数", "いつから", "再送"], letters.Select(IReadOnlyList<Html> (letter) =>
            [
                Html.Of($"{letter.Letter}"),
                Html.Of($"{letter.Failure}"),
                Html.Of($"{letter.Attempts:N0}"),
                Html.Of($"{letter.DeadSince!.Value.ToOffset(visit.Program.Offset).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)}"),
                Form.Of(visit.Visit, "/front/operator/letters", Html.Of($"{Form.Hidden("letter", letter.Id)}<button class=\"button quiet small\">再送する</button>"), changes: true),
            ])))}
            {Parts.Actions(Parts.Button("/front/operator", "運営者の画面へ", "quiet"))}
            """)) with { Status = mistake is null ? 200 : 400 };
    }
}
