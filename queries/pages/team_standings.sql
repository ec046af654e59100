-- One row per given team scored in one month: its level, its standard, and every line
-- that a judgement of the two has to cross.
--
-- level                 points as seen over the window; null where the state is
--                       insufficient, like every number that is made of it
-- posterior_mean, low, high   points: chance taken off, and the 90 % interval around it
-- center, standard      points: middle of the compared teams; the line under it
-- compared_teams        teams with a level that the middle is taken of, count
-- p_below               chance that the team is under its standard
-- bfdr                  share expected to be wrong among this team and all surer ones
-- sure_months           of the last lasting_window months, those surely under: count
-- level_rank, ranked_levels   place by level in the peer group, 1 is best; of how many
-- rank_low, rank_high   places that chance and other weights leave possible
-- window_months         months the level stands on, count
-- weak_count            dimensions under their peers' middle by more than the margin
-- is_likely, is_listed  the two lines of watch: how sure, and how many errors to expect
-- is_lasting, is_reliable, is_broad, is_robust   the lines of concern: sure this month
--                       and in enough of the last ones; more than chance; in several
--                       dimensions; with other weights too
-- is_far                the line of alarm
-- can_differ            false where all compared teams are equal up to chance
--
-- $month      date, first day of the month
-- $team_ids   list of text; an empty list means none
--
-- The caller gives only teams the viewer may see.
-- Source: flags and statistics, sections 2 to 4

with

level_places as (
    select
        levels.team_id,
        rank() over (
            partition by comparison_groups.peer_group
            order by levels.posterior_mean desc
        ) as level_rank,
        count(*) over (partition by comparison_groups.peer_group) as ranked_levels
    from estimates.levels
    inner join estimates.comparison_groups
        on comparison_groups.team_id = levels.team_id
        and comparison_groups.month = levels.month
    where levels.month = cast($month as date) and levels.state = 'ok'
),

recent_months as (
    select
        levels.team_id,
        count_if(levels.bfdr <= scheme.concern_false_share) as sure_months
    from estimates.levels
    cross join scope.scheme
    where
        (year(cast($month as date)) * 12 + month(cast($month as date)))
        - (year(levels.month) * 12 + month(levels.month))
        between 0 and scheme.lasting_window - 1
    group by levels.team_id
),

weak_dimensions as (
    select
        dimensions.team_id,
        count(*) as weak_count
    from estimates.dimensions
    cross join scope.scheme
    inner join estimates.comparison_groups
        on comparison_groups.team_id = dimensions.team_id
        and comparison_groups.month = dimensions.month
    inner join estimates.dimension_medians
        on dimension_medians.month = dimensions.month
        and dimension_medians.comparison_group = comparison_groups.comparison_group
        and dimension_medians.dimension = dimensions.dimension
    where
        dimensions.month = cast($month as date)
        and dimensions.score
        < dimension_medians.median_score - scheme.dimension_margin
    group by dimensions.team_id
),

windows as (
    select count(*) as window_months
    from scores.months
    cross join scope.scheme
    where
        (year(cast($month as date)) * 12 + month(cast($month as date)))
        - (year(months.month) * 12 + month(months.month))
        between 0 and scheme.level_months - 1
)

select
    levels.team_id,
    team_months.tier,
    team_months.peer_group,
    levels.state,
    levels.level,
    levels.posterior_mean,
    levels.posterior_mean - scheme.interval_z * levels.posterior_sd as low,
    levels.posterior_mean + scheme.interval_z * levels.posterior_sd as high,
    levels.center,
    levels.standard,
    levels.p_below,
    levels.bfdr,
    levels.reliability,
    levels.draws_survived,
    levels.other_mean,
    levels.p_far_below,
    levels.outlier_q,
    scheme.standard_margin,
    scheme.dimension_margin,
    scheme.far_margin,
    scheme.watch_probability,
    scheme.watch_false_share,
    scheme.concern_false_share,
    scheme.concern_reliability,
    scheme.concern_survival,
    scheme.alarm_probability,
    scheme.alarm_outlier_share,
    scheme.level_least_weight,
    cast(spreads.teams as bigint) as compared_teams,
    cast(recent_months.sure_months as bigint) as sure_months,
    coalesce(weak_dimensions.weak_count, 0) as weak_count,
    cast(level_places.level_rank as bigint) as level_rank,
    cast(level_places.ranked_levels as bigint) as ranked_levels,
    cast(floor(levels.rank_low) as bigint) as rank_low,
    cast(ceil(levels.rank_high) as bigint) as rank_high,
    cast(windows.window_months as bigint) as window_months,
    scheme.lasting_months,
    scheme.lasting_window,
    scheme.concern_dimensions,
    scheme.level_least_dimensions,
    scheme.comparison_least_teams,
    scheme.draws,
    levels.is_peer_group,
    coalesce(levels.p_below >= scheme.watch_probability, false) as is_likely,
    coalesce(levels.bfdr <= scheme.watch_false_share, false) as is_listed,
    coalesce(
        levels.bfdr <= scheme.concern_false_share
        and recent_months.sure_months >= scheme.lasting_months, false
    ) as is_lasting,
    coalesce(levels.reliability >= scheme.concern_reliability, false) as is_reliable,
    coalesce(weak_dimensions.weak_count, 0) >= scheme.concern_dimensions as is_broad,
    coalesce(levels.draws_survived >= scheme.concern_survival, false) as is_robust,
    coalesce(
        levels.outlier_q <= scheme.alarm_outlier_share
        or levels.p_far_below >= scheme.alarm_probability, false
    ) as is_far,
    levels.between_variance > 0 as can_differ,
    scheme.standard is not null as is_fixed_standard
from estimates.levels
inner join scope.team_months
    on team_months.team_id = levels.team_id
    and team_months.month = levels.month
cross join scope.scheme
cross join windows
left join estimates.spreads
    on spreads.month = levels.month
    and spreads.comparison_group = levels.comparison_group
left join level_places
    on level_places.team_id = levels.team_id
left join weak_dimensions
    on weak_dimensions.team_id = levels.team_id
left join recent_months
    on recent_months.team_id = levels.team_id
where
    levels.month = cast($month as date)
    and list_contains(cast($team_ids as varchar[]), levels.team_id)
order by levels.team_id asc
