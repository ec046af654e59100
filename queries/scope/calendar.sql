-- One row per day that evidence may speak of: whether it is a working day, and its
-- number.
--
-- number       working days up to and including this day; a difference counts them
-- is_working   Monday to Friday, corrected by rules/calendar.csv; years it does not
--              know
--              are plain Monday to Friday
-- is_known     whether rules/calendar.csv covers the year
--
-- Source: Scoring rules, section 2.3

with

known_years as (
    select distinct year(day) as year_number
    from rules.calendar
),

judged_days as (
    select
        days.day,
        -- 2001 began on a Monday.
        coalesce(
            calendar.is_working,
            date_diff('day', date '2001-01-01', days.day) % 7 between 0 and 4
        ) as is_working,
        known_years.year_number is not null as is_known
    from build.days
    left join rules.calendar
        on calendar.day = days.day
    left join known_years
        on known_years.year_number = year(days.day)
)

select
    day,
    cast(
        sum(case when is_working then 1 else 0 end) over (
            order by day rows between unbounded preceding and current row
        ) as bigint
    ) as number,
    is_working,
    is_known
from judged_days
