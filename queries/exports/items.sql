-- One row per scored fact: relation items as other programs read it.
--
-- $month     date, first day of the month, or null for every month
-- $team_id   text, or null for every team
--
-- Months are text, 2026-03. Column names and order are part of the interface.

select
    items.team_id,
    strftime(items.month, '%Y-%m') as month,
    items.part,
    items.item_key,
    items.w,
    items.x,
    items.kind,
    items.source_key,
    items.upload_id
from scores.items
where
    ($month is null or items.month = cast($month as date))
    and ($team_id is null or items.team_id = cast($team_id as varchar))
order by
    items.month asc,
    items.team_id asc,
    items.part asc,
    items.item_key asc
