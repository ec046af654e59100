-- One row per flag, team and month: the flags of twelve months, of the teams in sight.
--
-- light, grade          of the team in $month; null when it is not scored then
-- observed, threshold   in the unit of the flag, null where it has none
-- n                     rows behind the number, count
-- probability           how sure it is, or how much of it chance could do; or null
-- since                 first month of the unbroken run
-- months_running        months of that run so far, count
--
-- $month                      date, first day of the last of the months
-- $team, $tier, $peer_group   text, or null
-- $scope                      list of text, roots of the trees in sight, or null
--
-- Source: flags and statistics, section 3

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
    flags.flag,
    flags.team_id,
    flags.month,
    teams.team_name,
    teams.peer_group,
    light.light,
    scores.grade,
    flags.severity,
    flags.subject,
    flags.observed,
    flags.threshold,
    cast(flags.n as bigint) as n,
    flags.probability,
    flags.since,
    cast(
        (year(flags.month) * 12 + month(flags.month))
        - (year(flags.since) * 12 + month(flags.since)) + 1 as bigint
    ) as months_running,
    flags.note
from flags.flags
inner join visible_teams
    on visible_teams.team_id = flags.team_id
inner join staging.teams
    on teams.team_id = flags.team_id
left join flags.light
    on light.team_id = flags.team_id
    and light.month = cast($month as date)
left join scores.scores
    on scores.team_id = flags.team_id
    and scores.month = cast($month as date)
where
    (year(cast($month as date)) * 12 + month(cast($month as date)))
    - (year(flags.month) * 12 + month(flags.month)) between 0 and 11
    and ($tier is null or teams.tier = cast($tier as varchar))
    and ($peer_group is null or teams.peer_group = cast($peer_group as varchar))
order by
    flags.month asc,
    flags.team_id asc,
    flags.flag asc
