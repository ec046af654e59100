-- One row per team, month and part with items: its rate and its score.
--
-- n              items
-- sum_w          weight of the items
-- rate           points, 0 to 100: mean of x by weight
-- shrunken_rate  points, 0 to 100: drawn towards the peer group where the part says so
-- part_score     points, 0 to 100: between the worst and the best rate of the part
--
-- Source: Scoring rules, section 3, steps 1 to 3

with

rates as (
    select
        evidence.team_id,
        evidence.month,
        evidence.part,
        evidence.n,
        evidence.sum_w,
        evidence.sum_wx / nullif(evidence.sum_w, 0) as rate,
        case
            when parts.prior_weight > 0
                then
                    (evidence.sum_wx + parts.prior_weight * priors.prior)
                    / nullif(evidence.sum_w + parts.prior_weight, 0)
            else evidence.sum_wx / nullif(evidence.sum_w, 0)
        end as shrunken_rate,
        parts.worst,
        parts.best
    from scores.evidence
    inner join build.months
        on months.month = evidence.month
    inner join rules.parts
        on parts.part = evidence.part
    inner join scope.team_months
        on team_months.team_id = evidence.team_id
        and team_months.month = evidence.month
    left join scores.priors
        on priors.peer_group = team_months.peer_group
        and priors.month = evidence.month
        and priors.part = evidence.part
)

select
    team_id,
    month,
    part,
    n,
    sum_w,
    rate,
    shrunken_rate,
    greatest(
        least(100 * (shrunken_rate - worst) / nullif(best - worst, 0), 100), 0
    ) as part_score
from rates
