-- One row per scored team and month: the frame that items hang in.
--
-- cutoff   the day the month is described on: its last day, or as_of if that is earlier
--
-- A team is scored if it is assessed and active on a day of the month.
-- Source: Scoring rules, section 2

select
    teams.team_id,
    months.month,
    months.last_day,
    months.cutoff,
    teams.tier,
    teams.peer_group
from staging.teams
inner join build.months
    on coalesce(teams.active_from <= months.last_day, true)
    and coalesce(teams.active_to >= months.month, true)
where teams.is_assessed
