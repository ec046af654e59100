-- One row per scored team, month and part: the evidence of the window that ends there.
--
-- n               items, one that stands for four months counted four times
-- hits            items with x = 100
-- sum_w … sum_wx2  sums of w, w², w·x, w·x²
-- effective_n     items, after weight, one that stands for months counted once
--
-- Source: Flag rules, section 2

with

window_sums as (
    select
        team_months.team_id,
        team_months.month,
        evidence.part,
        sum(evidence.n) as n,
        sum(evidence.hits) as hits,
        sum(evidence.sum_w) as sum_w,
        sum(evidence.sum_w2) as sum_w2,
        sum(evidence.sum_wx) as sum_wx,
        sum(evidence.sum_wx2) as sum_wx2,
        sum(
            case
                when level_pairs.is_first then evidence.sum_w
                else evidence.new_sum_w
            end
        ) as counted_w,
        sum(
            case
                when level_pairs.is_first then evidence.sum_w2
                else evidence.new_sum_w2
            end
        ) as counted_w2
    from scores.evidence
    inner join windows.level_pairs
        on level_pairs.window_month = evidence.month
    inner join scope.team_months
        on team_months.team_id = evidence.team_id
        and team_months.month = level_pairs.month
    group by team_months.team_id, team_months.month, evidence.part
)

select
    team_id,
    month,
    part,
    cast(n as bigint) as n,
    cast(hits as bigint) as hits,
    sum_w,
    sum_w2,
    sum_wx,
    sum_wx2,
    counted_w * counted_w / nullif(counted_w2, 0) as effective_n
from window_sums
