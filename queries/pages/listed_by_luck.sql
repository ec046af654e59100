-- One row per month: teams listed as below their standard, and how many by luck alone.
--
-- judged       teams in sight whose level is known, count
-- listed       those of them on the stricter list in the month alone, before any
--              condition on other months, count
-- luck         teams on the same list in a city where all teams are equal: mean of the
--              runs, over the whole city
-- city_teams   teams of that city, count
-- runs         cities drawn, count
-- mean_luck, mean_listed, all_runs   over all months of the answer
--
-- $month               date, first day of the last month
-- $trend_months        months of the answer
-- $team                text, root of the tree shown, or null
-- $scope               list of text, roots of the trees in sight, or null
-- $tier, $peer_group   text, or null
--
-- Source: Flag rules, sections 3 and 7

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
),

shown_runs as (
    select
        month,
        runs,
        teams,
        listed_concern
    from estimates.null_run
    where
        (year(cast($month as date)) * 12 + month(cast($month as date)))
        - (year(month) * 12 + month(month))
        between 0 and cast($trend_months as integer) - 1
),

listed_teams as (
    select
        levels.month,
        count(*) as judged,
        count_if(
            levels.between_variance > 0
            and levels.p_below >= scheme.watch_probability
            and levels.bfdr <= scheme.concern_false_share
        ) as listed
    from estimates.levels
    cross join scope.scheme
    inner join visible_teams
        on visible_teams.team_id = levels.team_id
    inner join scope.team_months
        on team_months.team_id = levels.team_id
        and team_months.month = levels.month
    where
        levels.state = 'ok'
        and ($tier is null or team_months.tier = cast($tier as varchar))
        and (
            $peer_group is null
            or team_months.peer_group = cast($peer_group as varchar)
        )
    group by levels.month
),

months as (
    select
        shown_runs.month,
        coalesce(listed_teams.judged, 0) as judged,
        coalesce(listed_teams.listed, 0) as listed,
        shown_runs.listed_concern as luck,
        shown_runs.teams as city_teams,
        shown_runs.runs
    from shown_runs
    left join listed_teams
        on listed_teams.month = shown_runs.month
)

select
    month,
    cast(judged as bigint) as judged,
    cast(listed as bigint) as listed,
    luck,
    city_teams,
    runs,
    avg(luck) over () as mean_luck,
    avg(listed) over () as mean_listed,
    cast(sum(runs) over () as bigint) as all_runs
from months
order by month desc
