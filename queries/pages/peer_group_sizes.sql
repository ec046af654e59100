-- One row per peer group with teams in sight: how many it has, the largest first.
--
-- team_count   teams in sight, count
--
-- $month   date, first day of the month
-- $team    text, root of the tree shown, or null
-- $scope   list of text, roots of the trees in sight, or null
-- $tier    text, or null
--
-- Source: product description, page Compare

with

visible_teams as (
    select team_id
    from scope.lineage
    group by team_id
    having
        (
            cast($scope as varchar[]) is null
            or count_if(list_contains(cast($scope as varchar[]), ancestor_id)) > 0
        )
        and (
            cast($team as varchar) is null
            or count_if(ancestor_id = cast($team as varchar)) > 0
        )
)

select
    team_months.peer_group,
    count(*) as team_count
from scope.team_months
inner join visible_teams
    on visible_teams.team_id = team_months.team_id
where
    team_months.month = cast($month as date)
    and team_months.peer_group is not null
    and ($tier is null or team_months.tier = cast($tier as varchar))
group by team_months.peer_group
order by
    team_count desc,
    team_months.peer_group asc
