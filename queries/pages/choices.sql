-- One row per thing a reader may choose, and one for the version itself.
--
-- kind   version, month, team, tier or peer_group
-- id     text; a month is its first day, a version the day it was scored for
-- name   text for people; of a version the moment it was built
--
-- $scope   list of text, roots of the trees in sight, or null for everything
--
-- Teams are those with others below them: a tree can be narrowed to.
-- Source: product description, shared filtered links

with recursive

lineage as (
    select
        team_id,
        team_id as ancestor_id,
        0 as depth
    from staging.teams

    union

    select
        lineage.team_id,
        parents.parent_id as ancestor_id,
        lineage.depth + 1 as depth
    from lineage
    inner join staging.teams as parents
        on lineage.ancestor_id = parents.team_id
    where
        parents.parent_id is not null
        -- A tree that bites its tail must not hang a page.
        and lineage.depth < 12
),

visible_teams as (
    select
        team_id,
        max(depth) as depth
    from lineage
    group by team_id
    having
        cast($scope as varchar[]) is null
        or count_if(list_contains(cast($scope as varchar[]), ancestor_id)) > 0
),

parent_teams as (
    select distinct
        teams.team_id,
        teams.team_name,
        visible_teams.depth
    from staging.teams as teams
    inner join visible_teams
        on teams.team_id = visible_teams.team_id
    inner join staging.teams as children
        on teams.team_id = children.parent_id
),

tiers as (
    select
        team_months.tier,
        min(visible_teams.depth) as depth
    from scope.team_months
    inner join visible_teams
        on team_months.team_id = visible_teams.team_id
    group by team_months.tier
),

peer_groups as (
    select distinct team_months.peer_group
    from scope.team_months
    inner join visible_teams
        on team_months.team_id = visible_teams.team_id
),

choices as (
    select
        'version' as kind,
        cast(as_of as varchar) as id,
        built_at as name,
        0 as position
    from build.version

    union all

    select
        'month' as kind,
        cast(month as varchar) as id,
        cast(month as varchar) as name,
        -(year(month) * 12 + month(month)) as position
    from scores.months

    union all

    select
        'team' as kind,
        team_id as id,
        team_name as name,
        depth as position
    from parent_teams

    union all

    select
        'tier' as kind,
        tier as id,
        tier as name,
        depth as position
    from tiers

    union all

    select
        'peer_group' as kind,
        peer_group as id,
        peer_group as name,
        0 as position
    from peer_groups
    where peer_group is not null
)

select
    kind,
    id,
    name
from choices
order by
    kind asc,
    position asc,
    id asc
