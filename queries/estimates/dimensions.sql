-- One row per scored team, month and dimension with items: its score over the window.
--
-- score      points, 0 to 100: mean of its parts by points
-- variance   points squared: sampling variance of the score
-- points     what the dimension is worth: the points of all its parts
-- n          items of the window
--
-- Source: Flag rules, section 2

with

dimension_points as (
    select
        dimension,
        sum(points) as points
    from rules.parts
    group by dimension
)

select
    parts.team_id,
    parts.month,
    parts.dimension,
    sum(parts.points * parts.score)
    / nullif(sum(parts.points), 0) as score,
    sum(parts.points * parts.points * parts.variance)
    / nullif(sum(parts.points) * sum(parts.points), 0) as variance,
    max(dimension_points.points) as points,
    cast(sum(parts.n) as bigint) as n
from estimates.parts
inner join windows.level_months
    on level_months.month = parts.month
inner join dimension_points
    on dimension_points.dimension = parts.dimension
group by parts.team_id, parts.month, parts.dimension
