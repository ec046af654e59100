-- One row per scored team and month: relation light as other programs read it.
--
-- $month     date, first day of the month, or null for every month
-- $team_id   text, or null for every team
--
-- Months are text, 2026-03. Column names and order are part of the interface.

select
    light.team_id,
    strftime(light.month, '%Y-%m') as month,
    light.light,
    light.underperforming
from flags.light
where
    ($month is null or light.month = cast($month as date))
    and ($team_id is null or light.team_id = cast($team_id as varchar))
order by
    light.month asc,
    light.team_id asc
