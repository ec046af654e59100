-- One row per scored team and month whose level can be judged: what is left of it
-- after chance is taken off.
--
-- center, between_variance   of its comparison group: points, and points squared
-- posterior_mean, …_sd       points: the level drawn towards the center, and how sure
-- reliability                0 to 1: share of what is seen that is not chance
-- standard                   points: the line a team must not be surely under
-- other_mean                 points: posterior mean without the evaluation card
-- outlier_z                  standard deviations from the center, chance included
--
-- Source: Flag rules, section 2

with

placed_levels as (
    select
        team_levels.team_id,
        team_levels.month,
        team_levels.comparison_group,
        team_levels.peer_group,
        team_levels.level,
        team_levels.variance,
        team_levels.other_level,
        team_levels.other_variance,
        spreads.center,
        spreads.between_variance,
        spreads.between_variance
        / nullif(spreads.between_variance + team_levels.variance, 0) as reliability,
        coalesce(scheme.standard, spreads.center - scheme.standard_margin) as standard
    from windows.team_levels
    inner join windows.level_months
        on level_months.month = team_levels.month
    inner join estimates.spreads
        on spreads.month = team_levels.month
        and spreads.comparison_group = team_levels.comparison_group
    cross join scope.scheme
    where team_levels.state = 'ok'
)

select
    team_id,
    month,
    comparison_group,
    peer_group,
    level,
    variance,
    center,
    between_variance,
    center + (level - center) * reliability as posterior_mean,
    sqrt(
        between_variance * variance / nullif(between_variance + variance, 0)
    ) as posterior_sd,
    reliability,
    standard,
    case
        when other_level is not null
            then
                center + (other_level - center) * between_variance
                / nullif(between_variance + other_variance, 0)
    end as other_mean,
    (level - center) / nullif(sqrt(variance + between_variance), 0) as outlier_z
from placed_levels
