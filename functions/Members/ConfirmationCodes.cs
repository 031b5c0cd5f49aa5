using System.Buffers.Text;
using Functions.Cards;

namespace Functions.Members;

/// <summary>The codes that confirm an address: derived, so that a repeated request has the same one and the store needs only its hash.</summary>
public sealed class ConfirmationCodes(ScanTokens tokens)
{
    public string CodeOf(string memberId, PendingEmail pending) =>
        Base64Url.EncodeToString(tokens.Derive($"code|{memberId}|{pending.OperationId}").AsSpan(0, 16));

    public string KeyOf(string memberId, PendingEmail pending) => MemberKeys.CodeKey(CodeOf(memberId, pending));
}
