-- One row per scored team and month: relation light as other programs read it.
--
-- $month     date, first day of the month, or null for every month
-- $team_id   text, or null for every team
-- $scope     list of text, roots of the trees in sight, or null for everything
-- $team_ids  list of text, the teams that are wanted, or null for all of them
--
-- Months are text, 2026-03. Column names and order are part of the interface.

with

shown_teams as (
    select team_id
    from scope.lineage
    group by team_id
    having
        (
            cast($scope as varchar[]) is null
            or count_if(list_contains(cast($scope as varchar[]), ancestor_id)) > 0
        )
        and (
            cast($team_ids as varchar[]) is null
            or list_contains(cast($team_ids as varchar[]), team_id)
        )
)

select
    light.team_id,
    strftime(light.month, '%Y-%m') as month,
    light.light,
    light.underperforming
from flags.light
where
    ($month is null or light.month = cast($month as date))
    and ($team_id is null or light.team_id = cast($team_id as varchar))
    and (
        ($scope is null and $team_ids is null)
        or light.team_id in (select shown_teams.team_id from shown_teams)
    )
order by
    light.month asc,
    light.team_id asc
