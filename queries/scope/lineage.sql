-- One row per team and team above it, itself included: who lies in whose tree.
--
-- ancestor_id   the team itself, its parent, the parent's parent, …
--
-- A parent that is not in the register ends the climb.
-- Source: Scoring rules, section 1

with recursive

lineage as (
    select
        teams.team_id,
        teams.team_id as ancestor_id
    from staging.teams
    union
    select
        lineage.team_id,
        teams.parent_id as ancestor_id
    from lineage
    inner join staging.teams
        on teams.team_id = lineage.ancestor_id
    inner join staging.teams as parents
        on parents.team_id = teams.parent_id
)

select
    team_id,
    ancestor_id
from lineage
