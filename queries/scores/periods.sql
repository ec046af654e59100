-- One row per team and quarter or year with a row of scores: its mean and its grade.
--
-- period          2026Q1 or 2026
-- score           points, 0 to 100: mean of the graded months; null with too few of
--                 them
-- grade           as for a month, by the rounded mean, without a quota
-- grade_reason    score, unit_red, gate, coverage
-- graded_months   count
--
-- unit_red and gates count from every month of the period, graded or not.
-- Source: Scoring rules, section 4

with

period_months as (
    select
        totals.team_id,
        case
            when periods.length = 'quarter'
                then
                    cast(year(totals.month) as varchar) || 'Q'
                    || cast(quarter(totals.month) as varchar)
            else cast(year(totals.month) as varchar)
        end as period,
        periods.least_graded_months,
        case when totals.is_graded then totals.final_score end as graded_score,
        coalesce(adjustments.has_unit_red, false) as has_unit_red,
        coalesce(adjustments.is_at_most_fair, false) as is_at_most_fair,
        coalesce(adjustments.is_poor, false) as is_poor
    from scores.totals
    cross join rules.periods
    left join scores.adjustments
        on adjustments.team_id = totals.team_id
        and adjustments.month = totals.month
),

means as (
    select
        team_id,
        period,
        case
            when count(graded_score) >= max(least_graded_months) then avg(graded_score)
        end as score,
        count(graded_score) as graded_months,
        bool_or(has_unit_red) as has_unit_red,
        bool_or(is_at_most_fair) as is_at_most_fair,
        bool_or(is_poor) as is_poor
    from period_months
    group by team_id, period
),

score_grades as (
    select
        grade,
        position,
        least_score,
        lag(least_score) over (order by position asc) as next_better_score
    from rules.grades
),

steps as (
    select
        means.team_id,
        means.period,
        means.score,
        means.graded_months,
        score_grades.position as score_position,
        case
            when means.has_unit_red then least(score_grades.position + 1, 4)
            else score_grades.position
        end as red_position,
        means.is_at_most_fair,
        means.is_poor
    from means
    cross join scope.scheme
    left join score_grades
        on floor(100 * means.score + 0.5 + scheme.rounding_nudge) / 100
        >= score_grades.least_score
        and coalesce(
            floor(100 * means.score + 0.5 + scheme.rounding_nudge) / 100
            < score_grades.next_better_score,
            true
        )
),

gate_steps as (
    select
        team_id,
        period,
        score,
        graded_months,
        score_position,
        red_position,
        case
            when score_position is null then cast(null as bigint)
            when is_poor then 4
            when is_at_most_fair then greatest(red_position, 3)
            else red_position
        end as gate_position
    from steps
)

select
    gate_steps.team_id,
    gate_steps.period,
    gate_steps.score,
    coalesce(grades.grade, 'ungraded') as grade,
    case
        when gate_steps.score_position is null then 'coverage'
        when gate_steps.gate_position <> gate_steps.red_position then 'gate'
        when gate_steps.red_position <> gate_steps.score_position then 'unit_red'
        else 'score'
    end as grade_reason,
    gate_steps.graded_months
from gate_steps
left join rules.grades
    on grades.position = gate_steps.gate_position
