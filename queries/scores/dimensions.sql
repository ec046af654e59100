-- One row per team, month and dimension with items: the mean of its parts by points.
--
-- score    points, 0 to 100; no row when no part has items
-- points   what the dimension is worth: the points of all its parts
--
-- Source: Scoring rules, section 3, step 4

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
    part_rules.dimension,
    sum(part_rules.points * parts.part_score)
    / nullif(sum(part_rules.points), 0) as score,
    max(dimension_points.points) as points
from scores.parts
inner join build.months
    on months.month = parts.month
inner join rules.parts as part_rules
    on part_rules.part = parts.part
inner join dimension_points
    on dimension_points.dimension = part_rules.dimension
group by parts.team_id, parts.month, part_rules.dimension
