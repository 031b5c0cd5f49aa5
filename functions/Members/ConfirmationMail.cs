using System.Buffers.Text;
using Functions.Cards;
using Functions.Mail;
using Functions.Programs;

namespace Functions.Members;

/// <summary>The mail that asks a member to confirm an address, and the code in it.</summary>
public sealed class ConfirmationMail(MemberKeys keys, IMailSender sender, ScanTokens tokens, ProgramCatalogue programs, Settings settings, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Derived, so that a repeated request sends the same code and the store needs only its hash.</summary>
    private string CodeOf(string memberId, PendingEmail pending) =>
        Base64Url.EncodeToString(tokens.Derive($"code|{memberId}|{pending.OperationId}").AsSpan(0, 16));

    public string CodeKeyOf(string memberId, PendingEmail pending) => MemberKeys.CodeKey(CodeOf(memberId, pending));

    public async Task Send(Member member, CancellationToken cancellation)
    {
        var pending = member.PendingEmail!;
        var code = CodeOf(member.MemberId, pending);
        var key = MemberKeys.CodeKey(code);
        await keys.TryTake(
            new MemberKey(key, key, member.Program, member.MemberId, pending.OperationId, pending.RequestedAt + Lifetime, (int)Lifetime.TotalSeconds * 2), cancellation);

        var program = programs[member.Program];
        var mail = new OutgoingMail(
            pending.Address,
            $"【{program.Name}】メールアドレスのご確認",
            $"""
            {program.Name}の会員登録をありがとうございます。

            次のページを開き、メールアドレスを確認してください。
            {settings.SiteAddress}/mypage/confirm?code={code}

            有効期限は24時間、ご利用は1回限りです。
            お心当たりのない場合は、このメールを破棄してください。

            {program.Operator}

            """,
            new Dictionary<string, string> { ["Auto-Submitted"] = "auto-generated" },
            member.MemberId);
        await sender.Send(mail, $"confirm:{member.MemberId}:{pending.OperationId}", cancellation);
    }

    /// <summary>To an address that somebody has registered again: it is in use, and nothing was changed.</summary>
    public Task SendKnown(Member member, string address, string operationId, CancellationToken cancellation)
    {
        var program = programs[member.Program];
        var letter = new OutgoingMail(
            address,
            $"【{program.Name}】会員登録のお申し込みについて",
            $"""
            {program.Name}の会員登録のお申し込みを受け付けましたが、
            このメールアドレスはすでに登録されています。

            マイページをご利用ください。
            {settings.SiteAddress}/mypage

            マイページを開けない場合は、フロントにお尋ねください。
            お心当たりのない場合は、このメールを破棄してください。登録は変わりません。

            {program.Operator}

            """,
            new Dictionary<string, string> { ["Auto-Submitted"] = "auto-generated" },
            member.MemberId);
        return sender.Send(letter, $"known:{member.MemberId}:{operationId}", cancellation);
    }

    public Task Forget(string memberId, CancellationToken cancellation) => sender.Forget(memberId, cancellation);
}
