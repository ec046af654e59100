-- One row per team, month and part with items: relation parts as other programs read
-- it.
--
-- $month     date, first day of the month, or null for every month
-- $team_id   text, or null for every team
--
-- Months are text, 2026-03. Column names and order are part of the interface.

select
    parts.team_id,
    strftime(parts.month, '%Y-%m') as month,
    parts.part,
    parts.n,
    parts.sum_w,
    parts.rate,
    parts.shrunken_rate,
    parts.part_score
from scores.parts
where
    ($month is null or parts.month = cast($month as date))
    and ($team_id is null or parts.team_id = cast($team_id as varchar))
order by
    parts.month asc,
    parts.team_id asc,
    parts.part asc
