using Points.Programs;

namespace Points.Ledger;

/// <summary>Bonus points for passing multiples of the cumulative base points (KAMPO-6.1c).</summary>
internal static class Milestones
{
    /// <summary>What a change of the cumulative sum gives, or takes when it shrinks.</summary>
    public static (long Bonus, IReadOnlyList<Step> Steps) Between(long before, long after, Terms terms)
    {
        List<Step> steps = [];
        var bonus = 0L;
        foreach (var milestone in terms.Award.Milestones)
        {
            var times = milestone.PassedAt(after) - milestone.PassedAt(before);
            if (times == 0)
                continue;
            bonus += times * milestone.Bonus.Is;
            steps.Add(new Step(milestone.Bonus.Clause,
                $"累計 {before:N0} → {after:N0}ポイント、{milestone.Name} {times:+0;-0}回 × {milestone.Bonus.Is:N0} = {times * milestone.Bonus.Is:+#,0;-#,0}ポイント"));
        }

        return (bonus, steps);
    }

    /// <summary>Whether a purchase on a date counts at all.</summary>
    public static bool Count(DateOnly on, Terms terms) =>
        terms.Award.Milestones.Count > 0 && terms.Award.Milestones.All(milestone => !(on < milestone.CountsFrom));
}
