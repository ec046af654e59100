-- One row per scored team and month: how it stands against each line of the flag
-- below_standard.
--
-- can_differ     the teams of its group differ by more than chance
-- is_watched     listed at the wider false discovery rate, and likelier than not under
-- is_sure        listed at the stricter one
-- is_solid       enough evidence, several dimensions, and whatever the weights
-- is_far         an outlier, or almost surely far below
-- is_unlinked    no longer under its standard without the evaluation card, in a month
--                whose raters fall into groups that cannot be compared
-- sure_months, clear_months   of the last months, count
-- has_previous   it was scored the month before
-- weak_dimensions   dimensions well under their peers' middle, count
--
-- Booleans are null where too little is known for a level.
-- Source: Flag rules, section 3

with

dimension_counts as (
    select
        dimensions.team_id,
        dimensions.month,
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
        dimensions.score
        < dimension_medians.median_score - scheme.dimension_margin
    group by dimensions.team_id, dimensions.month
),

unlinked_months as (
    select month
    from estimates.severity
    group by month
    having count(distinct component) > 1
),

tests as (
    select
        levels.team_id,
        levels.month,
        year(levels.month) * 12 + month(levels.month) as month_number,
        levels.between_variance > 0 as can_differ,
        levels.bfdr <= scheme.watch_false_share
        and levels.p_below >= scheme.watch_probability
        and levels.between_variance > 0 as is_watched,
        levels.bfdr <= scheme.concern_false_share as is_sure,
        levels.bfdr > scheme.watch_false_share as is_clear,
        levels.reliability >= scheme.concern_reliability
        and levels.posterior_mean < levels.standard
        and coalesce(dimension_counts.weak_count, 0) >= scheme.concern_dimensions
        and levels.draws_survived >= scheme.concern_survival as is_solid,
        levels.outlier_q <= scheme.alarm_outlier_share
        or levels.p_far_below >= scheme.alarm_probability as is_far,
        unlinked_months.month is not null
        and coalesce(levels.other_mean >= levels.standard, false) as is_unlinked,
        coalesce(dimension_counts.weak_count, 0) as weak_dimensions
    from estimates.levels
    cross join scope.scheme
    left join dimension_counts
        on dimension_counts.team_id = levels.team_id
        and dimension_counts.month = levels.month
    left join unlinked_months
        on unlinked_months.month = levels.month
),

-- Months are counted by number: a month without a row is neither sure nor clear.
recent_months as (
    select
        tests.team_id,
        tests.month,
        count_if(coalesce(others.is_sure, false)) as sure_months,
        count_if(coalesce(others.is_clear, false)) as clear_months,
        count_if(others.month_number = tests.month_number - 1) > 0 as has_previous
    from tests
    cross join scope.scheme
    inner join tests as others
        on others.team_id = tests.team_id
        and others.month_number > tests.month_number - scheme.lasting_window
        and others.month_number <= tests.month_number
    group by tests.team_id, tests.month
)

select
    tests.team_id,
    tests.month,
    tests.can_differ,
    tests.is_watched,
    tests.is_sure,
    tests.is_solid,
    tests.is_far,
    tests.is_unlinked,
    cast(recent_months.sure_months as bigint) as sure_months,
    cast(recent_months.clear_months as bigint) as clear_months,
    cast(tests.weak_dimensions as bigint) as weak_dimensions,
    recent_months.has_previous
from tests
inner join recent_months
    on recent_months.team_id = tests.team_id
    and recent_months.month = tests.month
