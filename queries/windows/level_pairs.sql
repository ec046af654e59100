-- One row per month to judge a level in, and month of the window that ends with it.
--
-- is_first   the month the window opens with: all its items count, of the later months
--            only the new ones, so that a task open for four months counts once
--
-- Source: Flag rules, section 2

with

pairs as (
    select
        level_months.month,
        scored_months.month as window_month,
        (year(level_months.month) * 12 + month(level_months.month))
        - (year(scored_months.month) * 12 + month(scored_months.month)) as months_back
    from windows.level_months
    inner join scores.months as scored_months
        on scored_months.month <= level_months.month
)

select
    pairs.month,
    pairs.window_month,
    pairs.months_back = scheme.level_months - 1 as is_first
from pairs
cross join scope.scheme
where pairs.months_back < scheme.level_months
