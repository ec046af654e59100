-- One row per team in sight: its score, light and worst flag in one month.
--
-- final_score      points, 0 to 100, null when there is no evidence
-- score_change     points since the month before, null when either has no score
-- rank             1 is best in the peer group, null when ungraded
-- covered_weight   points that had evidence, 0 to 100
-- light            red, yellow, green or grey
-- previous_light   the same of the month before, null when not scored then
-- severity         worst of the team's flags: watch, concern, alarm; null without flags
-- flag_count       flags, count
-- is_reported      false when evidence that was expected did not come
--
-- $month, $previous_month   date, first day of the month
-- $team                     text, root of the tree shown, or null
-- $scope                    list of text, roots of the trees in sight, or null
-- $tier, $peer_group        text, or null
-- $grade, $light            text, or null
--
-- Source: scoring rules, section 3; flags and statistics, section 3

with recursive

lineage as (
    select
        team_id,
        team_id as ancestor_id,
        0 as depth
    from staging.teams

    union

    select
        lineage.team_id,
        parents.parent_id as ancestor_id,
        lineage.depth + 1 as depth
    from lineage
    inner join staging.teams as parents
        on lineage.ancestor_id = parents.team_id
    where
        parents.parent_id is not null
        -- A tree that bites its tail must not hang a page.
        and lineage.depth < 12
),

visible_teams as (
    select team_id
    from lineage
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

flagged_teams as (
    select
        team_id,
        max(
            case severity when 'alarm' then 3 when 'concern' then 2 else 1 end
        ) as gravity,
        count(*) as flag_count,
        count_if(flag = 'not_reported') > 0 as is_unreported
    from flags.flags
    where month = cast($month as date)
    group by team_id
)

select
    scores.team_id,
    teams.team_name,
    team_months.tier,
    team_months.peer_group,
    scores.grade,
    lights.light,
    previous_lights.light as previous_light,
    case flagged_teams.gravity
        when 3 then 'alarm'
        when 2 then 'concern'
        when 1 then 'watch'
    end as severity,
    totals.rounded_score as final_score,
    totals.rounded_score - previous_totals.rounded_score as score_change,
    scores.covered_weight,
    cast(scores.rank as bigint) as rank,
    cast(scores.ranked_teams as bigint) as ranked_teams,
    coalesce(flagged_teams.flag_count, 0) as flag_count,
    lights.underperforming as is_underperforming,
    not coalesce(flagged_teams.is_unreported, false) as is_reported
from scores.scores as scores
inner join visible_teams
    on scores.team_id = visible_teams.team_id
inner join staging.teams as teams
    on scores.team_id = teams.team_id
inner join scope.team_months
    on scores.team_id = team_months.team_id
    and scores.month = team_months.month
inner join flags.light as lights
    on scores.team_id = lights.team_id
    and scores.month = lights.month
inner join scores.totals as totals
    on scores.team_id = totals.team_id
    and scores.month = totals.month
left join scores.totals as previous_totals
    on scores.team_id = previous_totals.team_id
    and previous_totals.month = cast($previous_month as date)
left join flags.light as previous_lights
    on scores.team_id = previous_lights.team_id
    and previous_lights.month = cast($previous_month as date)
left join flagged_teams
    on scores.team_id = flagged_teams.team_id
where
    scores.month = cast($month as date)
    and (
        cast($tier as varchar) is null
        or team_months.tier = cast($tier as varchar)
    )
    and (
        cast($peer_group as varchar) is null
        or team_months.peer_group = cast($peer_group as varchar)
    )
    and (
        cast($grade as varchar) is null
        or scores.grade = cast($grade as varchar)
    )
    and (
        cast($light as varchar) is null
        or lights.light = cast($light as varchar)
    )
order by
    scores.final_score desc nulls last,
    scores.team_id asc
