-- One row per team and month with a dimension that is surely under its line.
--
-- subject       dimension; of several the first by name
-- observed      points: score of the dimension over the window
-- threshold     points
-- n             items of the window
-- probability   chance that the dimension is under the line
--
-- Also for teams that too little is known of for a level.
-- Source: Flag rules, section 3

with

weak_dimensions as (
    select
        dimensions.team_id,
        dimensions.month,
        dimensions.dimension,
        dimensions.score,
        dimensions.n,
        level_chances.probability,
        row_number() over (
            partition by dimensions.team_id, dimensions.month
            order by dimensions.dimension asc
        ) as place
    from estimates.dimensions
    cross join scope.scheme
    inner join estimates.level_chances
        on level_chances.team_id = dimensions.team_id
        and level_chances.month = dimensions.month
        and level_chances.question = dimensions.dimension
    where
        dimensions.score < scheme.weak_dimension_line
        and level_chances.probability >= scheme.weak_dimension_probability
)

select
    weak_dimensions.team_id,
    weak_dimensions.month,
    'watch' as severity,
    weak_dimensions.dimension as subject,
    weak_dimensions.score as observed,
    scheme.weak_dimension_line as threshold,
    weak_dimensions.n,
    weak_dimensions.probability
from weak_dimensions
cross join scope.scheme
where weak_dimensions.place = 1
