-- One row per open team: who it is, and the lines it is graded by; none out of sight.
--
-- parent_id, parent_name   the team above, null at the top
-- below_count              teams in its tree, itself not counted
-- least_tasks              tasks in play a grade needs, count
-- least_covered_weight     points of 100 a grade needs evidence for
-- quota_share              share of graded teams that may be excellent, 0 to 1
-- quota_least_teams        graded teams below which there is no quota, count
--
-- $team    text, id of the team
-- $scope   list of text, roots of the trees in sight, or null for everything
--
-- Source: scoring rules, sections 1 and 4

with

sights as (
    select team_id
    from scope.lineage
    where
        cast($scope as varchar[]) is null
        or list_contains(cast($scope as varchar[]), ancestor_id)
    group by team_id
),

trees as (
    select
        ancestor_id as team_id,
        count(*) - 1 as below_count
    from scope.lineage
    group by ancestor_id
)

select
    teams.team_id,
    teams.team_name,
    teams.tier,
    teams.peer_group,
    parents.team_id as parent_id,
    parents.team_name as parent_name,
    coalesce(trees.below_count, 0) as below_count,
    scheme.least_tasks,
    scheme.least_covered_weight,
    scheme.quota_share,
    scheme.quota_least_teams
from staging.teams as teams
inner join sights
    on teams.team_id = sights.team_id
cross join scope.scheme as scheme
left join trees
    on teams.team_id = trees.team_id
left join staging.teams as parents
    on teams.parent_id = parents.team_id
where teams.team_id = cast($team as varchar)
order by teams.team_id asc
