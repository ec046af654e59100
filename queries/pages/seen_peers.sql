-- One row per peer group and month: how many of its scored teams are in sight.
--
-- seen_count   teams in sight with a score, count
--
-- $scope   list of text, roots of the trees in sight
--
-- Source: access rules: of a middle and all numbers but one, that one can be worked out

with

sights as (
    select team_id
    from scope.lineage
    where list_contains(cast($scope as varchar[]), ancestor_id)
    group by team_id
)

select
    totals.peer_group,
    totals.month,
    count(totals.rounded_score) as seen_count
from scores.totals as totals
inner join sights
    on totals.team_id = sights.team_id
group by
    totals.peer_group,
    totals.month
order by
    totals.peer_group asc,
    totals.month asc
