-- One row per team and quarter or year: relation periods as other programs read it.
--
-- $month     date, first day of a month of the period, or null for every period
-- $team_id   text, or null for every team
-- $scope     list of text, roots of the trees in sight, or null for everything
-- $team_ids  list of text, the teams that are wanted, or null for all of them
--
-- Column names and order are part of the interface.

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
    periods.team_id,
    periods.period,
    periods.score,
    periods.grade,
    periods.grade_reason,
    periods.graded_months
from scores.periods
where
    (
        $month is null
        or periods.period = cast(year(cast($month as date)) as varchar)
        or periods.period
        = cast(year(cast($month as date)) as varchar) || 'Q'
        || cast(quarter(cast($month as date)) as varchar)
    )
    and ($team_id is null or periods.team_id = cast($team_id as varchar))
    and (
        ($scope is null and $team_ids is null)
        or periods.team_id in (select shown_teams.team_id from shown_teams)
    )
order by
    periods.period asc,
    periods.team_id asc
