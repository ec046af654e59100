-- One row per team in sight of one peer group: its place, and how sure the place is.
--
-- place            1 is best: by the level of six months, equal ones share the better
-- place_low, _high places it could as well have: 90 % of the draws, never without its
--                  own place, and every place where the teams are equal up to chance
-- standing         above or below: surely on that side of the middle of the group; open
-- is_equal         its group has no true spread: all places are chance
-- posterior_mean   points, 0 to 100: the level after chance is taken off
-- final_score      points as published for the month, null when there is no evidence
-- month_rank       rank by final_score in the peer group, null when ungraded
-- team_count       teams of the peer group; judged_count those with a place
-- above_count, below_count   teams of the group surely above, surely below its middle
-- open_first, open_last      the stretch of places round the middle in which nobody is
--                            surely on one side; every two of their intervals overlap
-- is_shown         whether the filters leave the team
--
-- Place, standing and counts are those of the whole group, whoever is in sight. All but
-- the month's own numbers are null where there is too little evidence for a level.
--
-- $month           date, first day of the month
-- $peer_group      text
-- $team            text, root of the tree shown, or null
-- $scope           list of text, roots of the trees in sight, or null
-- $tier            text, or null
-- $grade, $light   text, or null
--
-- Source: Flag rules, sections 2 and 4

with

visible_teams as (
    select
        team_id,
        cast($team as varchar) is null
        or count_if(ancestor_id = cast($team as varchar)) > 0 as is_in_tree
    from scope.lineage
    group by team_id
    having
        cast($scope as varchar[]) is null
        or count_if(list_contains(cast($scope as varchar[]), ancestor_id)) > 0
),

group_teams as (
    select
        team_months.team_id,
        team_months.tier,
        levels.posterior_mean,
        levels.between_variance,
        levels.rank_low,
        levels.rank_high,
        levels.state = 'ok' as is_judged,
        count(*) over () as team_count
    from scope.team_months
    inner join estimates.levels
        on levels.team_id = team_months.team_id
        and levels.month = team_months.month
    where
        team_months.month = cast($month as date)
        and team_months.peer_group = cast($peer_group as varchar)
),

placed_teams as (
    select
        team_id,
        between_variance,
        rank_low,
        rank_high,
        rank() over (order by posterior_mean desc) as place,
        row_number() over (order by posterior_mean desc, team_id asc) as position,
        count(*) over () as judged_count
    from group_teams
    where is_judged
),

intervals as (
    select
        team_id,
        place,
        position,
        judged_count,
        between_variance = 0 as is_equal,
        case
            when between_variance = 0 then 1
            else least(cast(floor(rank_low) as bigint), place)
        end as place_low,
        case
            when between_variance = 0 then judged_count
            else greatest(cast(ceil(rank_high) as bigint), place)
        end as place_high
    from placed_teams
),

standings as (
    select
        team_id,
        place,
        position,
        judged_count,
        is_equal,
        place_low,
        place_high,
        -- The middle of n places is (n + 1) / 2.
        case
            when place_high * 2 < judged_count + 1 then 'above'
            when place_low * 2 > judged_count + 1 then 'below'
            else 'open'
        end as standing
    from intervals
),

counts as (
    select
        max(judged_count) as judged_count,
        cast(count_if(standing = 'above') as bigint) as above_count,
        cast(count_if(standing = 'below') as bigint) as below_count,
        coalesce(
            max(
                case
                    when standing != 'open' and position * 2 <= judged_count + 1
                        then position
                end
            ),
            0
        ) + 1 as open_first,
        coalesce(
            min(
                case
                    when standing != 'open' and position * 2 > judged_count + 1
                        then position
                end
            ),
            max(judged_count) + 1
        ) - 1 as open_last
    from standings
)

select
    group_teams.team_id,
    teams.team_name,
    group_teams.tier,
    standings.place,
    standings.place_low,
    standings.place_high,
    standings.standing,
    standings.is_equal,
    group_teams.posterior_mean,
    totals.rounded_score as final_score,
    cast(scores.rank as bigint) as month_rank,
    group_teams.team_count,
    coalesce(counts.judged_count, 0) as judged_count,
    counts.above_count,
    counts.below_count,
    counts.open_first,
    counts.open_last,
    visible_teams.is_in_tree
    and ($tier is null or group_teams.tier = cast($tier as varchar))
    and ($grade is null or scores.grade = cast($grade as varchar))
    and ($light is null or lights.light = cast($light as varchar)) as is_shown
from group_teams
cross join counts
inner join visible_teams
    on visible_teams.team_id = group_teams.team_id
inner join staging.teams
    on teams.team_id = group_teams.team_id
inner join scores.scores
    on scores.team_id = group_teams.team_id
    and scores.month = cast($month as date)
inner join scores.totals
    on totals.team_id = group_teams.team_id
    and totals.month = cast($month as date)
inner join flags.light as lights
    on lights.team_id = group_teams.team_id
    and lights.month = cast($month as date)
left join standings
    on standings.team_id = group_teams.team_id
order by
    standings.position asc nulls last,
    group_teams.team_id asc
