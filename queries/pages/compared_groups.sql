-- One row per comparison group that teams of one peer group are judged in.
--
-- comparison_group   peer:… or tier:…
-- is_peer_group      whether it is the peer group itself
-- tier               of a tier that stands in for a small peer group, else null
-- team_count         teams of the peer group in it
-- group_count        teams in it whose level can be judged, count
-- least_teams        scored teams a peer group must have to be compared with itself
-- center             points: the middle of the levels
-- true_spread        points: standard deviation of the true levels; 0: equal by chance
-- reliability        0 to 1: median share of what its teams show that is not chance
-- standard           points: the line a team must not be surely under
--
-- The largest first. A group without a level to judge has nulls.
--
-- $month        date, first day of the month
-- $peer_group   text
--
-- Source: Flag rules, section 2

with

group_teams as (
    select
        comparison_groups.comparison_group,
        comparison_groups.is_peer_group,
        team_months.tier,
        levels.reliability,
        levels.standard
    from estimates.comparison_groups
    inner join scope.team_months
        on team_months.team_id = comparison_groups.team_id
        and team_months.month = comparison_groups.month
    left join estimates.levels
        on levels.team_id = comparison_groups.team_id
        and levels.month = comparison_groups.month
    where
        comparison_groups.month = cast($month as date)
        and comparison_groups.peer_group = cast($peer_group as varchar)
),

compared as (
    select
        comparison_group,
        is_peer_group,
        case when not is_peer_group then max(tier) end as tier,
        count(*) as team_count,
        median(reliability) as reliability,
        max(standard) as standard
    from group_teams
    group by comparison_group, is_peer_group
)

select
    compared.comparison_group,
    compared.is_peer_group,
    compared.tier,
    compared.team_count,
    cast(spreads.teams as bigint) as group_count,
    scheme.comparison_least_teams as least_teams,
    spreads.center,
    sqrt(spreads.between_variance) as true_spread,
    compared.reliability,
    compared.standard
from compared
cross join scope.scheme
left join estimates.spreads
    on spreads.month = cast($month as date)
    and spreads.comparison_group = compared.comparison_group
order by
    compared.team_count desc,
    compared.comparison_group asc
