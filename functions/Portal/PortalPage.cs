using Functions.Web;
using Points.Programs;

namespace Functions.Portal;

public static class PortalPage
{
    public static Page Of(Visit visit, IReadOnlyCollection<Program> programs) => new(visit, visit["ポイントプログラム", "Point programs"], Html.Of($"""
        <p class="lead">{visit["ご宿泊やお買い物でポイントが貯まり、次のご利用でお使いいただけます。プログラムをお選びください。", "Earn points when you stay, dine and shop, and use them on your next visit. Choose a program."]}</p>
        <ul class="grid plain choose">{programs.Select(program => Html.Of($"""
            <li><div class="sheet face of-{program.Id}">
            <h2>{program.Name}</h2>
            <p class="soft">{program.Operator}</p>
            <p>{string.Join("・", program.Facilities.Values)}</p>
            <p class="actions">{Parts.Button($"/programs/{program.Id}", visit["ご案内", "About"])}{Parts.Button($"/mypage/{program.Id}", visit["マイページ", "My Page"], "quiet")}</p>
            </div></li>
            """))}</ul>
        """)) { MayBeIndexed = true, Palette = programs };
}
