-- One row per month of the build: from the first to the last that has an item.
--
-- last_day   date
-- cutoff     the day the month is described on
-- as_of      the day the build describes
--
-- Source: Scoring rules, section 2

with

bounds as (
    select
        min(month) as first_month,
        max(month) as last_month
    from scores.items
)

select
    calendar_months.month,
    calendar_months.last_day,
    calendar_months.cutoff,
    calendar_months.as_of
from build.calendar_months
inner join bounds
    on calendar_months.month >= bounds.first_month
    and calendar_months.month <= bounds.last_month
