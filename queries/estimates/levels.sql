-- One row per scored team and month: its level with its uncertainty.
--
-- level, variance        points, 0 to 100, and points squared, over the window
-- posterior_mean, …_sd   points: the level after chance is taken off, and how sure
-- reliability            0 to 1: share of what is seen that is not chance
-- standard               points: the line a team must not be surely under
-- p_below                chance that the team is under its standard
-- bfdr                   share expected to be wrong among this team and all surer ones
-- outlier_z, outlier_q   standard deviations, and false discovery rate on the low side
-- rank_low, rank_high    place in the peer group that 90 % of draws lie between
-- draws_survived         share of draws of points and chance under the standard
-- p_far_below            chance that the team is far below the center
-- other_mean             points: posterior mean without the evaluation card
-- n                      items of the window
--
-- Numbers are null where the state is insufficient. A variance of 0 between the teams
-- of a group means they are equal up to chance.
-- Source: Flag rules, sections 2 and 4; Benjamini and Hochberg, J. R. Stat. Soc. B 57
-- (1995), 289

with

chances as (
    select
        level_chances.team_id,
        level_chances.month,
        max(
            case
                when level_chances.question = 'below_standard'
                    then level_chances.probability
            end
        ) as p_below,
        max(
            case
                when level_chances.question = 'far_below'
                    then level_chances.probability
            end
        ) as p_far_below,
        max(
            case
                when level_chances.question = 'outlier' then level_chances.probability
            end
        ) as outlier_p
    from estimates.level_chances
    inner join windows.level_months
        on level_months.month = level_chances.month
    group by level_chances.team_id, level_chances.month
),

judged_levels as (
    select
        posteriors.team_id,
        posteriors.month,
        posteriors.level,
        posteriors.variance,
        posteriors.center,
        posteriors.between_variance,
        posteriors.posterior_mean,
        posteriors.posterior_sd,
        posteriors.reliability,
        posteriors.standard,
        posteriors.other_mean,
        posteriors.outlier_z,
        chances.p_below,
        chances.p_far_below,
        chances.outlier_p,
        avg(1 - chances.p_below) over (
            partition by posteriors.month
            order by
                floor(chances.p_below * 1000000000000.0 + 0.5) desc,
                posteriors.team_id asc
            rows between unbounded preceding and current row
        ) as bfdr,
        chances.outlier_p * count(*) over (partition by posteriors.month)
        / nullif(
            row_number() over (
                partition by posteriors.month
                order by chances.outlier_p asc, posteriors.team_id asc
            ),
            0
        ) as outlier_ratio
    from windows.posteriors
    inner join windows.level_months
        on level_months.month = posteriors.month
    inner join chances
        on chances.team_id = posteriors.team_id
        and chances.month = posteriors.month
),

controlled_levels as (
    select
        team_id,
        month,
        level,
        variance,
        center,
        between_variance,
        posterior_mean,
        posterior_sd,
        reliability,
        standard,
        other_mean,
        outlier_z,
        p_below,
        p_far_below,
        bfdr,
        min(outlier_ratio) over (
            partition by month
            order by outlier_p asc, team_id asc
            rows between current row and unbounded following
        ) as outlier_q
    from judged_levels
)

select
    team_levels.team_id,
    team_levels.month,
    controlled_levels.level,
    controlled_levels.variance,
    controlled_levels.posterior_mean,
    controlled_levels.posterior_sd,
    controlled_levels.reliability,
    controlled_levels.standard,
    controlled_levels.p_below,
    controlled_levels.bfdr,
    controlled_levels.outlier_z,
    controlled_levels.outlier_q,
    draws.rank_low,
    draws.rank_high,
    draws.draws_survived,
    team_levels.state,
    team_levels.comparison_group,
    team_levels.is_peer_group,
    controlled_levels.center,
    controlled_levels.between_variance,
    controlled_levels.p_far_below,
    controlled_levels.other_mean,
    team_levels.n
from windows.team_levels
inner join windows.level_months
    on level_months.month = team_levels.month
left join controlled_levels
    on controlled_levels.team_id = team_levels.team_id
    and controlled_levels.month = team_levels.month
left join windows.draws
    on draws.team_id = team_levels.team_id
    and draws.month = team_levels.month
