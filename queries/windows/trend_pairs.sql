-- One row per month to judge a trend in, and month of the long window ending with it.
--
-- is_recent     one of the last months
-- is_baseline   one of the months long enough before
--
-- Source: Flag rules, section 5

with

pairs as (
    select
        trend_months.month,
        scored_months.month as window_month,
        (year(trend_months.month) * 12 + month(trend_months.month))
        - (year(scored_months.month) * 12 + month(scored_months.month)) as months_back
    from windows.trend_months
    inner join scores.months as scored_months
        on scored_months.month <= trend_months.month
)

select
    pairs.month,
    pairs.window_month,
    pairs.months_back < scheme.falling_recent_months as is_recent,
    pairs.months_back >= scheme.falling_gap_months as is_baseline
from pairs
cross join scope.scheme
where pairs.months_back < scheme.falling_months
