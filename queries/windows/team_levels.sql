-- One row per scored team and month: its level over the window, and how sure it is.
--
-- level, variance      points, 0 to 100, and points squared: all dimensions
-- other_level, …       the same without the evaluation card
-- state                ok; insufficient: too few dimensions or points to judge by
-- n                    items of the window
--
-- Source: Flag rules, section 2

with

sums as (
    select
        dimensions.team_id,
        dimensions.month,
        sum(dimensions.n) as n,
        count(*) as dimension_count,
        sum(dimensions.points) as points,
        sum(dimensions.points * dimensions.score) as score_points,
        sum(
            dimensions.points * dimensions.points
            * dimensions.variance
        ) as variance_points,
        sum(
            case
                when dimensions.dimension = 'evaluation' then 0
                else dimensions.points
            end
        ) as other_points,
        sum(
            case
                when dimensions.dimension = 'evaluation' then 0
                else dimensions.points * dimensions.score
            end
        ) as other_score_points,
        sum(
            case
                when dimensions.dimension = 'evaluation' then 0
                else
                    dimensions.points * dimensions.points
                    * dimensions.variance
            end
        ) as other_variance_points
    from estimates.dimensions
    inner join windows.level_months
        on level_months.month = dimensions.month
    group by dimensions.team_id, dimensions.month
)

select
    comparison_groups.team_id,
    comparison_groups.month,
    comparison_groups.comparison_group,
    comparison_groups.is_peer_group,
    comparison_groups.peer_group,
    case
        when
            sums.dimension_count >= scheme.level_least_dimensions
            and sums.points >= scheme.level_least_weight
            then 'ok'
        else 'insufficient'
    end as state,
    sums.score_points / nullif(sums.points, 0) as level,
    greatest(
        sums.variance_points / nullif(sums.points * sums.points, 0),
        scheme.least_variance
    ) as variance,
    sums.other_score_points / nullif(sums.other_points, 0) as other_level,
    greatest(
        sums.other_variance_points / nullif(sums.other_points * sums.other_points, 0),
        scheme.least_variance
    ) as other_variance,
    coalesce(cast(sums.n as bigint), 0) as n
from estimates.comparison_groups
inner join windows.level_months
    on level_months.month = comparison_groups.month
cross join scope.scheme
left join sums
    on sums.team_id = comparison_groups.team_id
    and sums.month = comparison_groups.month
