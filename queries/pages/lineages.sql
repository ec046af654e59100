-- One row per team and team above it, itself included: what rights are measured by.
--
-- ancestor_id   the team itself, its parent, the parent's parent, …
--
-- Source: access rules, grants

select
    team_id,
    ancestor_id
from scope.lineage
order by
    team_id asc,
    ancestor_id asc
