-- One row per number of the scheme: what it is, how much, and where it comes from.
--
-- kind        dimension, part, grade, floor, flag (months in a row from which it is a
--             concern), expected (day by which an upload is due) or setting
-- name        of the dimension, part, grade, flag, kind of upload or setting
-- dimension   of a part, else null
-- position    order within the kind, null where it has none
-- value       in its unit; null means the setting is left blank
-- unit        text; null for a dimension, which is the sum of its parts
-- source      text; null for a dimension
--
-- Source: queries/rules

with

part_points as (
    select
        parts.dimension,
        sum(parts.points) as points
    from rules.parts
    group by parts.dimension
),

numbers as (
    select
        'dimension' as kind,
        dimensions.dimension as name,
        cast(null as varchar) as dimension,
        dimensions.position,
        coalesce(part_points.points, 0) as value,
        cast(null as varchar) as unit,
        cast(null as varchar) as source
    from rules.dimensions
    left join part_points
        on part_points.dimension = dimensions.dimension
    union all
    select
        'part' as kind,
        part as name,
        dimension,
        position,
        points as value,
        unit,
        source
    from rules.parts
    union all
    select
        'grade' as kind,
        grade as name,
        cast(null as varchar) as dimension,
        position,
        least_score as value,
        unit,
        source
    from rules.grades
    union all
    select
        'floor' as kind,
        part as name,
        cast(null as varchar) as dimension,
        cast(null as integer) as position,
        floor as value,
        unit,
        source
    from rules.floors
    union all
    select
        'flag' as kind,
        flag as name,
        cast(null as varchar) as dimension,
        position,
        cast(concern_from_month as double) as value,
        unit,
        source
    from rules.flags
    where concern_from_month is not null
    union all
    select
        'setting' as kind,
        name,
        cast(null as varchar) as dimension,
        cast(null as integer) as position,
        value,
        unit,
        source
    from rules.settings
    union all
    select
        'expected' as kind,
        kind as name,
        cast(null as varchar) as dimension,
        position,
        cast(due_day as double) as value,
        unit,
        source
    from rules.expected
)

select
    kind,
    name,
    dimension,
    position,
    value,
    unit,
    source
from numbers
order by
    kind asc,
    position asc nulls last,
    source asc,
    name asc
