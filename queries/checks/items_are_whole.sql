-- One row per item without a weight or value, or with a value outside 0 to 100.
--
-- Looks at the months that this build computed; the others were looked at before.
-- Source: Scoring rules, section 2

select
    items.team_id,
    items.month,
    items.part,
    items.item_key,
    items.w,
    items.x
from scores.items
inner join build.months
    on months.month = items.month
where
    items.w is null
    or items.x is null
    or isnan(items.w)
    or isnan(items.x)
    or items.w <= 0
    or items.x < 0
    or items.x > 100
