-- One row per given team and dimension it has: against its peers, and the smallest
-- change of this dimension alone that lifts the team over its standard.
--
-- score            points, 0 to 100, over the window
-- median_score     points: middle of the compared teams that have the dimension
-- under_line       chance that the dimension is under its own line
-- level            points: all dimensions over the window; null where it is not judged
-- needed_level     points the level needs for the team to be at its standard after
--                  chance is taken off; null where not judged or teams are alike
-- needed_score     points this dimension needs for that, all others as they are, two
--                  decimals, rounded up; more than 100 is out of reach; null where the
--                  team is over its standard already
-- needed_change    needed_score less the score as published
-- line_gap         points to its own line, of the score as published
-- is_possible      whether that lies within 100; null where there is no need
-- is_weak          under its peers' middle by more than the margin
-- is_under_line    surely under its own line
--
-- $month      date, first day of the month
-- $team_ids   list of text; an empty list means none
--
-- What a level is off the middle counts by its reliability: at one half, two points
-- more of the level are one point more of what is left. The caller gives only teams the
-- viewer may see.
-- Source: flags and statistics, section 6

with

chosen_dimensions as (
    select
        team_id,
        month,
        dimension,
        score,
        points,
        n,
        sum(points) over (partition by team_id) as all_points
    from estimates.dimensions
    where
        month = cast($month as date)
        and list_contains(cast($team_ids as varchar[]), team_id)
),

aims as (
    select
        team_id,
        level,
        center + (standard - center) / nullif(reliability, 0) as needed_level,
        posterior_mean > standard as is_over
    from estimates.levels
    where month = cast($month as date)
),

needs as (
    select
        chosen_dimensions.team_id,
        chosen_dimensions.month,
        chosen_dimensions.dimension,
        chosen_dimensions.score,
        chosen_dimensions.points,
        chosen_dimensions.n,
        aims.level,
        aims.needed_level,
        floor(
            100 * chosen_dimensions.score + 0.5 + scheme.rounding_nudge
        ) / 100 as published_score,
        case
            when not aims.is_over
                then
                    ceil(
                        100 * (
                            chosen_dimensions.score
                            + (aims.needed_level - aims.level)
                            * chosen_dimensions.all_points
                            / nullif(chosen_dimensions.points, 0)
                        ) - scheme.rounding_nudge
                    ) / 100
        end as needed_score
    from chosen_dimensions
    cross join scope.scheme
    left join aims
        on aims.team_id = chosen_dimensions.team_id
)

select
    needs.team_id,
    needs.dimension,
    needs.score,
    dimension_medians.median_score,
    needs.points,
    needs.n,
    level_chances.probability as under_line,
    scheme.weak_dimension_line,
    needs.level,
    needs.needed_level,
    needs.needed_score,
    needs.needed_score - needs.published_score as needed_change,
    scheme.weak_dimension_line - needs.published_score as line_gap,
    needs.needed_score <= 100 as is_possible,
    coalesce(
        needs.score < dimension_medians.median_score - scheme.dimension_margin, false
    ) as is_weak,
    coalesce(
        needs.score < scheme.weak_dimension_line
        and level_chances.probability >= scheme.weak_dimension_probability, false
    ) as is_under_line
from needs
cross join scope.scheme
inner join rules.dimensions as dimension_rules
    on dimension_rules.dimension = needs.dimension
inner join estimates.comparison_groups
    on comparison_groups.team_id = needs.team_id
    and comparison_groups.month = needs.month
left join estimates.dimension_medians
    on dimension_medians.month = needs.month
    and dimension_medians.comparison_group = comparison_groups.comparison_group
    and dimension_medians.dimension = needs.dimension
left join estimates.level_chances
    on level_chances.team_id = needs.team_id
    and level_chances.month = needs.month
    and level_chances.question = needs.dimension
order by
    needs.team_id asc,
    dimension_rules.position asc
