-- One row per flag, team and month: relation flags as other programs read it.
--
-- $month     date, first day of the month, or null for every month
-- $team_id   text, or null for every team
--
-- Months are text, 2026-03. Column names and order are part of the interface.

select
    flags.flag,
    flags.team_id,
    strftime(flags.month, '%Y-%m') as month,
    flags.severity,
    flags.subject,
    flags.observed,
    flags.threshold,
    flags.n,
    flags.probability,
    strftime(flags.since, '%Y-%m') as since,
    flags.note
from flags.flags
where
    ($month is null or flags.month = cast($month as date))
    and ($team_id is null or flags.team_id = cast($team_id as varchar))
order by
    flags.month asc,
    flags.team_id asc,
    flags.flag asc
