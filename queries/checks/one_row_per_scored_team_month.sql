-- One row per team and month that scores has not exactly once within the built months.
--
-- Looks at the months that this build computed; the others were looked at before.
-- Source: Command line and files, relation scores

select
    team_months.team_id,
    team_months.month,
    count(scores.team_id) as row_count
from scope.team_months
inner join build.months
    on months.month = team_months.month
inner join scores.months as built_months
    on built_months.month = team_months.month
left join scores.scores
    on scores.team_id = team_months.team_id
    and scores.month = team_months.month
group by team_months.team_id, team_months.month
having count(scores.team_id) <> 1
