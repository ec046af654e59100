-- One row per period: what one team has in a quarter and in a year to date.
--
-- period          2026Q1 or 2026
-- score           points, 0 to 100: mean of the graded months; null with too few
-- graded_months   count
-- least_months    graded months a score needs
-- months          months of the period
--
-- $team      text, id of the team
-- $quarter   text, 2026Q1
-- $year      text, 2026
--
-- Source: scoring rules, section 4

select
    periods.period,
    periods.grade,
    periods.grade_reason,
    periods.score,
    periods.graded_months,
    rules.least_graded_months as least_months,
    rules.months
from scores.periods as periods
inner join rules.periods as rules
    on case
        when periods.period = cast($year as varchar) then 'year' else 'quarter'
    end = rules.length
where
    periods.team_id = cast($team as varchar)
    and (
        periods.period = cast($quarter as varchar)
        or periods.period = cast($year as varchar)
    )
order by rules.months asc, periods.period asc
