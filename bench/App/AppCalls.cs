using Bench.Load;

namespace Bench.App;

/// <summary>The calls of the HTTP contract that are measured.</summary>
public static class AppCalls
{
    const string Pos = "kkr-pos.local", Front = "kkr-front.local";

    public static readonly RequestTemplate Issue = RequestTemplate.Post("/api/programs/kkr/cards", Front,
        """{"medium":"qr","memberClass":"general"}""");

    /// <summary>100,000 points: enough for a hundred redemptions of one card.</summary>
    public static readonly RequestTemplate TopUp = AwardOf(10_000_000);

    public static readonly RequestTemplate Award = AwardOf(12_000);

    static readonly RequestTemplate Redemption = RequestTemplate.Post("/api/redemptions", Pos,
        """{"card":"<card>","points":1000,"billYen":1000,"facility":"tokyo","department":"lodging"}""");

    static readonly RequestTemplate Balance = RequestTemplate.Get("/api/cards/<card>/balance", Pos);

    public static Workload Named(string name) => name switch
    {
        "award" => new Workload(name, (1, Award)),
        "redeem" => new Workload(name, (1, Redemption)),
        "balance" => new Workload(name, (1, Balance)),
        // A till asks before it takes: half the calls award, three in ten look, two in ten redeem.
        "mixed" => new Workload(name, (5, Award), (3, Balance), (2, Redemption)),
        _ => throw new BenchException($"There is no workload {name}."),
    };

    public static bool SpendsPoints(string name) => name is "redeem" or "mixed";

    static RequestTemplate AwardOf(int amountYen) => RequestTemplate.Post("/api/awards", Pos,
        $$"""{"card":"<card>","amountYen":{{amountYen}},"facility":"tokyo","department":"lodging","receiptNumber":"<key>"}""");
}
