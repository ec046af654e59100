-- One row per item that stands more than once in its team, month and part.
--
-- Source: Scoring rules, section 2

select
    team_id,
    month,
    part,
    item_key,
    count(*) as row_count
from scores.items
group by team_id, month, part, item_key
having count(*) > 1
