using System.Security.Cryptography;
using System.Text;
using Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Functions.Web;

/// <summary>What a form of a signed-in visitor must carry: the session's token, and an operation id where it changes something.</summary>
public static class SessionForm
{
    public static async Task Check(HttpContext http, string formToken, bool changes, CancellationToken cancellation)
    {
        var form = await FormFields.Read(http.Request, cancellation);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(form[Form.TokenField]), Encoding.UTF8.GetBytes(formToken)))
            throw new ProblemException(new Problem(403, "other-site", "The form is not from this session."));
        if (!changes)
            return;
        var id = form[Form.OperationField];
        if (!id.StartsWith(Form.OperationPrefix, StringComparison.Ordinal) || !OperationId.IsWellFormed(id))
            throw new ProblemException(Problem.BadRequest("idempotency-key-invalid", "フォームを開き直してください。"));
        http.Features.Set(new OperationId(id));
    }
}
