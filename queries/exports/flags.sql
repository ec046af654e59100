-- One row per flag, team and month: relation flags as other programs read it.
--
-- $month     date, first day of the month, or null for every month
-- $team_id   text, or null for every team
-- $scope     list of text, roots of the trees in sight, or null for everything
-- $team_ids  list of text, the teams that are wanted, or null for all of them
-- $flag      text, one kind of flag, or null for every kind
-- $severity  text, one severity, or null for every one
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
    flags.flag,
    flags.team_id,
    strftime(flags.month, '%Y-%m') as month,
    flags.severity,
    flags.subject,
    flags.observed,
    flags.threshold,
    flags.n,
    flags.probability,
    strftime(flags.since, '%Y-%m') as since,
    flags.note
from flags.flags
where
    ($month is null or flags.month = cast($month as date))
    and ($team_id is null or flags.team_id = cast($team_id as varchar))
    and (
        ($scope is null and $team_ids is null)
        or flags.team_id in (select shown_teams.team_id from shown_teams)
    )
    and ($flag is null or flags.flag = cast($flag as varchar))
    and ($severity is null or flags.severity = cast($severity as varchar))
order by
    flags.month asc,
    flags.team_id asc,
    flags.flag asc
