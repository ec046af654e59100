-- One row per month, comparison group and member whose level can be judged.
--
-- level, variance   points, and points squared; a team has one of each in every group
--
-- Source: Flag rules, section 2

select
    members.month,
    members.comparison_group,
    members.team_id,
    team_levels.level,
    team_levels.variance
from estimates.members
inner join windows.level_months
    on level_months.month = members.month
inner join windows.team_levels
    on team_levels.month = members.month
    and team_levels.team_id = members.team_id
where team_levels.state = 'ok'
