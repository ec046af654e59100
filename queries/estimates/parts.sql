-- One row per scored team, month and part: its score over the window, and how sure.
--
-- rate            points, 0 to 100: mean of x by weight, drawn towards nothing
-- score           points, 0 to 100: between the worst and the best rate of the part
-- exact_score     the same before it is held within 0 to 100
-- variance        points squared: sampling variance of the score
-- effective_n     items, after weight, one that stands for months counted once
--
-- Source: Flag rules, section 2

with

rates as (
    select
        evidence.team_id,
        evidence.month,
        evidence.part,
        parts.dimension,
        parts.points,
        evidence.n,
        evidence.effective_n,
        evidence.sum_wx / nullif(evidence.sum_w, 0) as rate,
        100 * (evidence.sum_wx / nullif(evidence.sum_w, 0) - parts.worst)
        / nullif(parts.best - parts.worst, 0) as exact_score,
        100 / nullif(parts.best - parts.worst, 0) as gain,
        coalesce(item_variances.item_variance, 0) as item_variance
    from windows.evidence
    inner join windows.level_months
        on level_months.month = evidence.month
    inner join rules.parts
        on parts.part = evidence.part
    inner join estimates.comparison_groups
        on comparison_groups.team_id = evidence.team_id
        and comparison_groups.month = evidence.month
    left join windows.item_variances
        on item_variances.month = evidence.month
        and item_variances.comparison_group = comparison_groups.comparison_group
        and item_variances.part = evidence.part
)

select
    team_id,
    month,
    part,
    dimension,
    points,
    n,
    effective_n,
    rate,
    exact_score,
    least(greatest(exact_score, 0), 100) as score,
    gain * gain * item_variance / nullif(effective_n, 0) as variance
from rates
