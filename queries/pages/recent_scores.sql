-- One row per team asked for and month of the last ones: its final score and its light.
--
-- final_score            points as published, 0 to 100; null when there is no evidence
-- light                  red, yellow, green or grey; null in a month it took no part in
-- group_median           points: median of the teams of the peer group in that month
-- least_score, most_score   points: ends of all these scores and medians
--
-- $month        date, first day of the last month shown
-- $months       how many months
-- $peer_group   text
-- $team_ids     list of text; the caller gives only teams the viewer may see
--
-- Source: product description, page Compare

with

shown_months as (
    select month
    from scores.months
    where
        month <= cast($month as date)
        and (year(cast($month as date)) * 12 + month(cast($month as date)))
        - (year(month) * 12 + month(month)) < cast($months as integer)
),

group_months as (
    select
        totals.month,
        median(totals.rounded_score) as group_median
    from scores.totals
    inner join shown_months
        on shown_months.month = totals.month
    inner join scope.team_months
        on team_months.team_id = totals.team_id
        and team_months.month = totals.month
    where team_months.peer_group = cast($peer_group as varchar)
    group by totals.month
),

asked_teams as (
    select
        team_id,
        team_name
    from staging.teams
    where list_contains(cast($team_ids as varchar[]), team_id)
),

team_scores as (
    select
        asked_teams.team_id,
        asked_teams.team_name,
        shown_months.month,
        totals.rounded_score as final_score,
        lights.light,
        group_months.group_median
    from asked_teams
    cross join shown_months
    left join group_months
        on group_months.month = shown_months.month
    left join scores.totals
        on totals.team_id = asked_teams.team_id
        and totals.month = shown_months.month
    left join flags.light as lights
        on lights.team_id = asked_teams.team_id
        and lights.month = shown_months.month
)

select
    team_id,
    team_name,
    month,
    final_score,
    light,
    group_median,
    min(least(final_score, group_median)) over () as least_score,
    max(greatest(final_score, group_median)) over () as most_score
from team_scores
order by
    team_id asc,
    month asc
