using Functions.Web;
using Points.Programs;

namespace Functions.Portal;

/// <summary>What a program is, told by its terms: how points come and go, what cards cost, every clause.</summary>
public static class ProgramPage
{
    public static Page Of(Visit visit, Program program, DateOnly today)
    {
        var terms = program.TermsOn(today);
        return new Page(visit, program.Name, Html.Of($"<p>{visit.Date(terms.EffectiveFrom)}</p>")) { MayBeIndexed = true };
    }
}
