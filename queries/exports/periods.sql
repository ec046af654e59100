-- One row per team and quarter or year: relation periods as other programs read it.
--
-- $month     date, first day of a month of the period, or null for every period
-- $team_id   text, or null for every team
--
-- Column names and order are part of the interface.

select
    periods.team_id,
    periods.period,
    periods.score,
    periods.grade,
    periods.grade_reason,
    periods.graded_months
from scores.periods
where
    (
        $month is null
        or periods.period = cast(year(cast($month as date)) as varchar)
        or periods.period
        = cast(year(cast($month as date)) as varchar) || 'Q'
        || cast(quarter(cast($month as date)) as varchar)
    )
    and ($team_id is null or periods.team_id = cast($team_id as varchar))
order by
    periods.period asc,
    periods.team_id asc
