-- One row per scored team and month that has not exactly one light.
--
-- Source: Flag rules, section 3

select
    scores.team_id,
    scores.month,
    count(light.team_id) as row_count
from scores.scores
left join flags.light
    on light.team_id = scores.team_id
    and light.month = scores.month
group by scores.team_id, scores.month
having count(light.team_id) <> 1
