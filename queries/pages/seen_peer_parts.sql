-- One row per part: how many teams of one peer group that have it are in sight.
--
-- seen_count   teams in sight that have the part, count
--
-- $peer_group   text
-- $month        date, first day of the month
-- $scope        list of text, roots of the trees in sight
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
    parts.part,
    count(*) as seen_count
from scores.parts as parts
inner join scope.team_months as team_months
    on parts.team_id = team_months.team_id
    and parts.month = team_months.month
inner join sights
    on parts.team_id = sights.team_id
where
    parts.month = cast($month as date)
    and team_months.peer_group = cast($peer_group as varchar)
group by parts.part
order by parts.part asc
