-- One row per item that stands more than once in its team, month and part.
--
-- Looks at the months that this build computed; the others were looked at before.
-- Source: Scoring rules, section 2

select
    items.team_id,
    items.month,
    items.part,
    items.item_key,
    count(*) as row_count
from scores.items
inner join build.months
    on months.month = items.month
group by items.team_id, items.month, items.part, items.item_key
having count(*) > 1
