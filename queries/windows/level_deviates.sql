-- One row per team, month and question: how far a line is from an estimate.
--
-- question   below_standard, far_below, outlier, or a dimension: is it under the line
-- z          standard deviations; the chance of yes is the normal distribution at z
--
-- An estimate without any doubt answers its question: z is then beyond all doubt.
-- Source: Flag rules, sections 2 and 3

with

distances as (
    select
        posteriors.team_id,
        posteriors.month,
        'below_standard' as question,
        posteriors.standard - posteriors.posterior_mean as distance,
        posteriors.posterior_sd as sd
    from windows.posteriors
    inner join windows.level_months
        on level_months.month = posteriors.month
    union all
    select
        posteriors.team_id,
        posteriors.month,
        'far_below' as question,
        posteriors.center - scheme.far_margin - posteriors.posterior_mean as distance,
        posteriors.posterior_sd as sd
    from windows.posteriors
    cross join scope.scheme
    inner join windows.level_months
        on level_months.month = posteriors.month
    union all
    select
        posteriors.team_id,
        posteriors.month,
        'outlier' as question,
        posteriors.outlier_z as distance,
        1 as sd
    from windows.posteriors
    inner join windows.level_months
        on level_months.month = posteriors.month
    union all
    select
        dimensions.team_id,
        dimensions.month,
        dimensions.dimension as question,
        scheme.weak_dimension_line - dimensions.score as distance,
        sqrt(greatest(dimensions.variance, 0)) as sd
    from estimates.dimensions
    cross join scope.scheme
    inner join windows.level_months
        on level_months.month = dimensions.month
)

select
    team_id,
    month,
    question,
    case
        when sd > 0 then distance / nullif(sd, 0)
        when distance > 0 then 1000000.0
        else -1000000.0
    end as z
from distances
