-- One row per scored month, the newest first: whether it was over when it was scored.
--
-- is_over      false while the day it was scored for lies before its last one
-- team_count   scored teams, count
--
-- Source: scoring rules, section 5

select
    months.month,
    months.as_of >= months.last_day as is_over,
    count(*) as team_count
from scores.months
inner join scores.scores
    on scores.month = months.month
group by
    months.month,
    months.as_of,
    months.last_day
order by months.month desc
