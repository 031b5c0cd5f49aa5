using System.Security.Cryptography;
using System.Text;
using Functions.Http;
using Functions.Keys;
using Functions.Store;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions.FrontDesk;

/// <summary>Keys of the operator's own program, for tills and desks. Keys of operators are made and removed at a console alone.</summary>
public sealed class OperatorKeysFunction(Desk desk, CosmosStore store, KeyStore keys)
{
    private const string Address = "/front/operator/keys";

    private static readonly Dictionary<string, Role> Roles = new() { ["pos"] = Role.Pos, ["front"] = Role.Front };

    [Function("OperatorKeys"), Page, Access(Role.Operator)]
    public async Task<IResult> List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "front/operator/keys")] HttpRequest request) =>
        await Shown(desk.Open(request), null, request.Aborted());

    [Function("NewTerminalKey"), Page, Access(Role.Operator, Changes = true)]
    public async Task<IResult> New([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "front/operator/keys")] HttpRequest request)
    {
        var (visit, form) = (desk.Open(request), await FormFields.Read(request, request.Aborted()));
        var facility = form.Text("facility");
        if (!Roles.TryGetValue(form["role"], out var role) || facility is not null && !visit.Program.Facilities.ContainsKey(facility))
            return await Shown(visit, "役割と施設を選んでください。", request.Aborted());
        // One form makes one key: its id comes from the form, its secret from nowhere else.
        var suffix = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(OperationId.Of(request.HttpContext))).AsSpan(0, 4));
        return await TerminalKeys.New(store.Keys, visit.Program.Id, facility, role, suffix, request.Aborted()) is { } made
            ? visit.Page("新しい端末キー", Html.Of($"""
                {Parts.Notice(Html.Of($"<p><strong>このキーは一度しか表示されません。</strong></p><p>いま端末に入力してください。控えをなくしたときは、このキーを失効させて新しく作ります。</p>"), "good")}
                <p class="secret"><code>{made}</code></p>
                {Parts.Actions(Parts.Button(Address, "端末キーの一覧へ", "quiet"))}
                """)) with { IsNarrow = true }
            : await Shown(visit, "このキーは作成済みです。キーは一度しか表示されません。", request.Aborted());
    }

    [Function("RevokeTerminalKey"), Page, Access(Role.Operator, Changes = true)]
    public async Task<IResult> Revoke([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "front/operator/keys/revocation")] HttpRequest request)
    {
        var (visit, form) = (desk.Open(request), await FormFields.Read(request, request.Aborted()));
        var key = (await TerminalKeys.List(store.Keys, visit.Program.Id, request.Aborted())).FirstOrDefault(key => key.Id == form["key"]);
        if (key is { Role: Role.Operator })
            return await Shown(visit, "運営者のキーはコンソールから失効させてください。", request.Aborted());
        if (key is null)
            return SeeOther.To(Address);
        if (form[DeskPages.Agreed].Length == 0)
            return RevocationPage(visit, key);
        await TerminalKeys.Revoke(store.Keys, key.Id, visit.Program.Id, request.Aborted());
        keys.Forget(key.Id);
        return SeeOther.To(Address);
    }

    private async Task<Page> Shown(DeskVisit visit, string? mistake, CancellationToken cancellation)
    {
        var all = await TerminalKeys.List(store.Keys, visit.Program.Id, cancellation);
        return visit.Page("端末キー", Html.Of($"""
            {Form.Mistakes(visit.Visit, mistake is null ? [] : [mistake])}
            {Parts.Table("このプログラムのキー", ["キー", "施設", "役割", "失効"], all.Select(IReadOnlyList<Html> (key) =>
            [
                Html.Of($"<span class=\"clauses\">{key.Id}</span>"),
                Html.Of($"{(key.Facility is { } at ? visit.Program.Facilities.GetValueOrDefault(at, at) : "全施設")}"),
                Html.Of($"{NameOf(key.Role)}"),
                key.Role == Role.Operator ? Html.Of($"コンソール") : Form.Of(visit.Visit, $"{Address}/revocation", Html.Of($"{Form.Hidden("key", key.Id)}<button class=\"button quiet small\" aria-label=\"{key.Id} を失効させる\">失効</button>"), changes: true),
            ]))}
            {Parts.Section("新しいキー", Form.Of(visit.Visit, Address, Html.Of($"""
                <div class="desk">
                {Form.Choices("role", "役割", [("pos", Html.Of($"レジ")), ("front", Html.Of($"フロント"))])}
                {Form.Choices("facility", "施設", [("", Html.Of($"全施設")), .. visit.Program.Facilities.Select(place => (place.Key, Html.Of($"{place.Value}")))], "")}
                </div>
                {Form.Submit("キーを作る")}
                """), changes: true))}
            {Parts.Actions(Parts.Button("/front/operator", "運営者の画面へ", "quiet"))}
            """)) with { Status = mistake is null ? 200 : 400 };
    }

    private static Page RevocationPage(DeskVisit visit, TerminalKey key) => visit.Page("端末キーの失効", Html.Of($"""
        {Parts.Notice(Html.Of($"<p><strong>取り消すことはできません</strong></p><p>{key.Id}（{NameOf(key.Role)}）は1分以内に使えなくなり、そのサインインも終わります。</p>"), "grave")}
        {Form.Of(visit.Visit, $"{Address}/revocation", Html.Of($"{Form.Hidden("key", key.Id)}{Form.Hidden(DeskPages.Agreed, "yes")}{Form.Submit("失効させる", "grave")}"), changes: true)}
        {Parts.Actions(Parts.Button(Address, "やめる", "quiet"))}
        """)) with { IsNarrow = true };

    private static string NameOf(Role role) => role switch { Role.Pos => "レジ", Role.Front => "フロント", _ => "運営者" };
}
