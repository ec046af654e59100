-- One row per scored team and month: the teams it is compared with.
--
-- comparison_group   the peer group, or the tier where the peer group is small
-- is_peer_group      whether it is the peer group
--
-- Source: Flag rules, section 2

with

counted_teams as (
    select
        team_months.team_id,
        team_months.month,
        team_months.peer_group,
        team_months.tier,
        count(*) over (
            partition by team_months.month, team_months.peer_group
        ) as peer_count
    from scope.team_months
    inner join build.months
        on months.month = team_months.month
)

select
    counted_teams.team_id,
    counted_teams.month,
    case
        when counted_teams.peer_count >= scheme.comparison_least_teams
            then 'peer:' || counted_teams.peer_group
        else 'tier:' || counted_teams.tier
    end as comparison_group,
    counted_teams.peer_count >= scheme.comparison_least_teams as is_peer_group,
    counted_teams.peer_group
from counted_teams
cross join scope.scheme
