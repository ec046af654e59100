-- One row per scored team and month below another scored team: its nearest scored
-- ancestor.
--
-- parent_id   team whose rolled score it takes part in
--
-- Teams that are not scored that month are passed through.
-- Source: Scoring rules, section 4

with recursive

climbs as (
    select
        team_months.team_id,
        team_months.month,
        teams.parent_id
    from scope.team_months
    inner join build.months
        on months.month = team_months.month
    inner join staging.teams
        on teams.team_id = team_months.team_id
    union
    select
        climbs.team_id,
        climbs.month,
        teams.parent_id
    from climbs
    inner join staging.teams
        on teams.team_id = climbs.parent_id
    left join scope.team_months
        on team_months.team_id = climbs.parent_id
        and team_months.month = climbs.month
    where team_months.team_id is null
)

select
    climbs.team_id,
    climbs.month,
    climbs.parent_id
from climbs
inner join scope.team_months
    on team_months.team_id = climbs.parent_id
    and team_months.month = climbs.month
