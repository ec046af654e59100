-- One row per team in sight: its score and grade now, and by a scheme tried out.
--
-- score, tried_score     points, 0 to 100, as published; null without evidence
-- score_move             points: the second less the first
-- tried_base, …_final    points, 0 to 100, not rounded
-- tried_covered          points of 100 that had evidence
-- grade, tried_grade     as in scores.grades; also grade_reason
-- grade_move             grades up, negative is down; null when ungraded now or then
-- rank, tried_rank       place in the peer group, 1 is best; null when ungraded
-- rank_move              places up, negative is down
-- side, tried_side       red: under the red line; yellow: between the lines; else
--                        clear; null when ungraded
-- grade_share            share of draws of the points that give the tried grade, 0 to 1
-- side_share             share of draws that give the tried side
-- draw_count             draws of the points, count; null when ungraded
-- is_steady              the grade holds in as many draws as a flag has to survive
--
-- Points are shares: if they do not sum to 100 they count as if they did. Nothing is
-- stored. With nothing tried every number is that of scores.scores. Draw 0 is the
-- scheme tried; in the others the points of each dimension are drawn anew.
--
-- $month               date, first day of the month
-- $tried               text: name-value pairs joined by ~, or null. Names: a dimension,
--                      a part (its share of the dimension), a grade (least score),
--                      red_line, yellow_line. What is not named is as in force.
-- $team                text, root of the tree shown, or null
-- $scope               list of text, roots of the trees in sight, or null
-- $tier, $peer_group   text, or null
-- $grade, $light       text, or null
--
-- Source: Scoring rules, sections 3 and 4; flag rules, sections 3 and 4

with

scheme_names as (
    select part as name
    from rules.parts
    union all
    select dimension as name
    from rules.dimensions
    union all
    select grade as name
    from rules.grades
    union all
    select 'red_line' as name
    union all
    select 'yellow_line' as name
),

tried_values as (
    select
        name,
        cast(
            nullif(
                split_part(
                    split_part(
                        '~' || coalesce(cast($tried as varchar), '') || '~',
                        '~' || name || '-',
                        2
                    ),
                    '~',
                    1
                ),
                ''
            ) as double
        ) as value
    from scheme_names
),

tried_parts as (
    select
        parts.part,
        parts.dimension,
        parts.points,
        coalesce(tried_values.value, parts.points) as part_points
    from rules.parts
    inner join tried_values
        on tried_values.name = parts.part
),

tried_dimensions as (
    select
        tried_parts.dimension,
        coalesce(max(tried_values.value), sum(tried_parts.points)) as points
    from tried_parts
    inner join tried_values
        on tried_values.name = tried_parts.dimension
    group by tried_parts.dimension
),

all_points as (
    select sum(points) as points
    from tried_dimensions
),

tried_grades as (
    select
        grades.position,
        coalesce(tried_values.value, grades.least_score) as least_score,
        lag(coalesce(tried_values.value, grades.least_score)) over (
            order by grades.position asc
        ) as next_better_score
    from rules.grades
    inner join tried_values
        on tried_values.name = grades.grade
),

tried_lines as (
    select
        coalesce(red_lines.value, scheme.red_line) as red_line,
        coalesce(yellow_lines.value, scheme.yellow_line) as yellow_line
    from scope.scheme
    inner join tried_values as red_lines
        on red_lines.name = 'red_line'
    inner join tried_values as yellow_lines
        on yellow_lines.name = 'yellow_line'
),

dimension_scores as (
    select
        parts.team_id,
        tried_parts.dimension,
        sum(tried_parts.part_points * parts.part_score)
        / nullif(sum(tried_parts.part_points), 0) as score
    from scores.parts
    inner join tried_parts
        on tried_parts.part = parts.part
    where parts.month = cast($month as date)
    group by parts.team_id, tried_parts.dimension
),

draw_numbers as (
    select distinct draw
    from rules.draws
    union all
    select 0 as draw
),

drawn_points as (
    select
        draw_numbers.draw,
        tried_dimensions.dimension,
        tried_dimensions.points,
        tried_dimensions.points
        * coalesce(
            scheme.draws_least_factor
            + draws.share * (scheme.draws_most_factor - scheme.draws_least_factor),
            1
        ) as drawn_points
    from draw_numbers
    cross join tried_dimensions
    cross join scope.scheme
    left join rules.draws
        on draws.draw = draw_numbers.draw
        and draws.dimension = tried_dimensions.dimension
),

bases as (
    select
        drawn_points.draw,
        dimension_scores.team_id,
        sum(drawn_points.drawn_points * dimension_scores.score)
        / nullif(sum(drawn_points.drawn_points), 0) as base_score,
        sum(drawn_points.points) as points
    from dimension_scores
    inner join drawn_points
        on drawn_points.dimension = dimension_scores.dimension
    -- Parts that are worth nothing leave a dimension without a score.
    where dimension_scores.score is not null
    group by drawn_points.draw, dimension_scores.team_id
),

finals as (
    select
        bases.draw,
        totals.team_id,
        totals.peer_group,
        bases.base_score,
        case
            when bases.base_score is not null
                then least(greatest(bases.base_score + totals.adjustment, 0), 100)
        end as final_score,
        100 * coalesce(bases.points, 0) / nullif(all_points.points, 0)
            as covered_weight,
        totals.task_count
    from scores.totals
    cross join all_points
    inner join bases
        on bases.team_id = totals.team_id
    where totals.month = cast($month as date)
),

graded_finals as (
    select
        finals.draw,
        finals.team_id,
        finals.peer_group,
        floor(100 * finals.final_score + 0.5 + scheme.rounding_nudge) / 100
            as rounded_score
    from finals
    cross join scope.scheme
    where
        finals.covered_weight >= scheme.least_covered_weight
        and finals.task_count >= scheme.least_tasks
),

ranked_teams as (
    select
        graded_finals.draw,
        graded_finals.team_id,
        graded_finals.rounded_score,
        rank() over (
            partition by graded_finals.draw, graded_finals.peer_group
            order by graded_finals.rounded_score desc nulls last
        ) as rank,
        count(*) over (
            partition by graded_finals.draw, graded_finals.peer_group
        ) as graded_count,
        bool_or(graded_finals.rounded_score >= top_grades.least_score) over (
            partition by graded_finals.draw, graded_finals.peer_group
        ) as has_top
    from graded_finals
    inner join tried_grades as top_grades
        on top_grades.position = 1
),

steps as (
    select
        ranked_teams.draw,
        ranked_teams.team_id,
        ranked_teams.rounded_score,
        ranked_teams.rank,
        tried_grades.position as score_position,
        case
            when
                tried_grades.position = 1
                and ranked_teams.graded_count >= scheme.quota_least_teams
                and ranked_teams.rank > greatest(
                    floor(scheme.quota_share * ranked_teams.graded_count),
                    case when ranked_teams.has_top then 1 else 0 end
                )
                then 2
            else tried_grades.position
        end as quota_position,
        case
            when ranked_teams.rounded_score < tried_lines.red_line then 'red'
            when ranked_teams.rounded_score < tried_lines.yellow_line then 'yellow'
            else 'clear'
        end as side
    from ranked_teams
    cross join scope.scheme
    cross join tried_lines
    inner join tried_grades
        on ranked_teams.rounded_score >= tried_grades.least_score
        and coalesce(
            ranked_teams.rounded_score < tried_grades.next_better_score, true
        )
),

red_steps as (
    select
        steps.draw,
        steps.team_id,
        steps.rank,
        steps.side,
        steps.score_position,
        steps.quota_position,
        case
            when coalesce(adjustments.has_unit_red, false)
                then least(steps.quota_position + 1, 4)
            else steps.quota_position
        end as red_position,
        coalesce(adjustments.is_at_most_fair, false) as is_at_most_fair,
        coalesce(adjustments.is_poor, false) as is_poor
    from steps
    left join scores.adjustments
        on adjustments.team_id = steps.team_id
        and adjustments.month = cast($month as date)
),

gate_steps as (
    select
        draw,
        team_id,
        rank,
        side,
        score_position,
        quota_position,
        red_position,
        case
            when is_poor then 4
            when is_at_most_fair then greatest(red_position, 3)
            else red_position
        end as gate_position
    from red_steps
),

tried_steps as (
    select
        team_id,
        rank,
        side,
        score_position,
        quota_position,
        red_position,
        gate_position
    from gate_steps
    where draw = 0
),

tried_finals as (
    select
        team_id,
        base_score,
        final_score,
        covered_weight
    from finals
    where draw = 0
),

shares as (
    select
        tried_steps.team_id,
        cast(
            count_if(drawn_steps.gate_position = tried_steps.gate_position) as double
        ) / nullif(count(drawn_steps.draw), 0) as grade_share,
        cast(count_if(drawn_steps.side = tried_steps.side) as double)
        / nullif(count(drawn_steps.draw), 0) as side_share,
        count(drawn_steps.draw) as draw_count
    from tried_steps
    left join gate_steps as drawn_steps
        on drawn_steps.team_id = tried_steps.team_id
        and drawn_steps.draw > 0
    group by tried_steps.team_id
),

compared_teams as (
    select
        totals.team_id,
        totals.peer_group,
        totals.rounded_score as score,
        floor(100 * tried_finals.final_score + 0.5 + scheme.rounding_nudge) / 100
            as tried_score,
        tried_finals.base_score as tried_base,
        tried_finals.final_score as tried_final,
        coalesce(tried_finals.covered_weight, 0) as tried_covered,
        grades.grade,
        coalesce(grade_names.grade, 'ungraded') as tried_grade,
        case
            when tried_steps.team_id is null then 'coverage'
            when tried_steps.gate_position <> tried_steps.red_position then 'gate'
            when tried_steps.red_position <> tried_steps.quota_position then 'unit_red'
            when tried_steps.quota_position <> tried_steps.score_position then 'quota'
            else 'score'
        end as tried_grade_reason,
        old_names.position - tried_steps.gate_position as grade_move,
        grades.rank,
        tried_steps.rank as tried_rank,
        case
            when not totals.is_graded then cast(null as varchar)
            when totals.rounded_score < scheme.red_line then 'red'
            when totals.rounded_score < scheme.yellow_line then 'yellow'
            else 'clear'
        end as side,
        tried_steps.side as tried_side,
        shares.grade_share,
        shares.side_share,
        shares.draw_count,
        shares.grade_share >= scheme.concern_survival as is_steady
    from scores.totals
    cross join scope.scheme
    inner join scores.grades
        on grades.team_id = totals.team_id
        and grades.month = totals.month
    left join rules.grades as old_names
        on old_names.grade = grades.grade
    left join tried_finals
        on tried_finals.team_id = totals.team_id
    left join tried_steps
        on tried_steps.team_id = totals.team_id
    left join rules.grades as grade_names
        on grade_names.position = tried_steps.gate_position
    left join shares
        on shares.team_id = totals.team_id
    where totals.month = cast($month as date)
)

select
    compared_teams.team_id,
    teams.team_name,
    compared_teams.peer_group,
    compared_teams.score,
    compared_teams.tried_score,
    compared_teams.tried_score - compared_teams.score as score_move,
    compared_teams.tried_base,
    compared_teams.tried_final,
    compared_teams.tried_covered,
    compared_teams.grade,
    compared_teams.tried_grade,
    compared_teams.tried_grade_reason,
    cast(compared_teams.grade_move as bigint) as grade_move,
    cast(compared_teams.rank as bigint) as rank,
    cast(compared_teams.tried_rank as bigint) as tried_rank,
    cast(compared_teams.rank - compared_teams.tried_rank as bigint) as rank_move,
    compared_teams.side,
    compared_teams.tried_side,
    compared_teams.grade_share,
    compared_teams.side_share,
    compared_teams.draw_count,
    compared_teams.is_steady
from compared_teams
inner join staging.teams
    on teams.team_id = compared_teams.team_id
inner join scope.team_months
    on team_months.team_id = compared_teams.team_id
    and team_months.month = cast($month as date)
inner join flags.light
    on light.team_id = compared_teams.team_id
    and light.month = cast($month as date)
inner join scope.lineage
    on lineage.team_id = compared_teams.team_id
    and lineage.ancestor_id = coalesce(cast($team as varchar), compared_teams.team_id)
where
    ($tier is null or team_months.tier = cast($tier as varchar))
    and (
        $peer_group is null
        or compared_teams.peer_group = cast($peer_group as varchar)
    )
    and ($grade is null or compared_teams.grade = cast($grade as varchar))
    and ($light is null or light.light = cast($light as varchar))
    and (
        cast($scope as varchar[]) is null
        or exists (
            select 1
            from scope.lineage as roots
            where
                roots.team_id = compared_teams.team_id
                and list_contains(cast($scope as varchar[]), roots.ancestor_id)
        )
    )
order by
    abs(compared_teams.tried_score - compared_teams.score) desc nulls last,
    compared_teams.team_id asc
