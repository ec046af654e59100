-- One row per team in sight, scored or not: place in the tree, one month's result.
--
-- parent_id        the team above if that is in sight, else null
-- final_score      points as published, 0 to 100; null when there is no evidence
-- rolled_score     points, 0 to 100, with the teams below
-- score_change     published points since the month before, null when either has none
-- rank             1 is best in the peer group, null when ungraded
-- light            red, yellow, green or grey; null for a team that is not scored
-- is_underperforming   a grave flag of those that say so in rules/flags.csv
-- is_improving     surely better than in its past, this month and the month before
-- is_scored        false for teams that take no part in that month
--
-- $month, $previous_month   date, first day of the month
-- $team                     text, root of the tree shown, or null
-- $scope                    list of text, roots of the trees in sight, or null
--
-- Source: scoring rules, sections 3 and 4

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

improving_teams as (
    select trends.team_id
    from estimates.trends
    cross join scope.scheme
    where
        trends.question = 'improving'
        and trends.month in (cast($month as date), cast($previous_month as date))
        and trends.false_share <= scheme.falling_false_share
    group by trends.team_id
    having count(*) = 2
)

select
    teams.team_id,
    visible_parents.team_id as parent_id,
    teams.team_name,
    teams.short_names,
    coalesce(team_months.tier, teams.tier) as tier,
    coalesce(team_months.peer_group, teams.peer_group) as peer_group,
    scores.grade,
    lights.light,
    totals.rounded_score as final_score,
    scores.rolled_score,
    totals.rounded_score - previous_totals.rounded_score as score_change,
    scores.rank,
    scores.ranked_teams,
    coalesce(lights.underperforming, false) as is_underperforming,
    improving_teams.team_id is not null as is_improving,
    team_months.team_id is not null as is_scored
from staging.teams as teams
inner join visible_teams
    on teams.team_id = visible_teams.team_id
left join visible_teams as visible_parents
    on teams.parent_id = visible_parents.team_id
left join scope.team_months as team_months
    on teams.team_id = team_months.team_id
    and team_months.month = cast($month as date)
left join scores.scores as scores
    on team_months.team_id = scores.team_id
    and team_months.month = scores.month
left join scores.totals as totals
    on team_months.team_id = totals.team_id
    and team_months.month = totals.month
left join scores.totals as previous_totals
    on team_months.team_id = previous_totals.team_id
    and previous_totals.month = cast($previous_month as date)
left join flags.light as lights
    on team_months.team_id = lights.team_id
    and team_months.month = lights.month
left join improving_teams
    on teams.team_id = improving_teams.team_id
order by teams.team_id asc
