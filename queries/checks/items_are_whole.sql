-- One row per item without a weight or value, or with a value outside 0 to 100.
--
-- Source: Scoring rules, section 2

select
    team_id,
    month,
    part,
    item_key,
    w,
    x
from scores.items
where
    w is null
    or x is null
    or isnan(w)
    or isnan(x)
    or w <= 0
    or x < 0
    or x > 100
