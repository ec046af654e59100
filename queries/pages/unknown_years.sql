-- One row per year that evidence or its limits speak of and the calendar does not know.
--
-- first_day, last_day   days of that year that may decide a limit
--
-- In such a year working days are Monday to Friday, whatever the holidays.
-- Source: Scoring rules, section 2.3

select
    year(day) as year_number,
    min(day) as first_day,
    max(day) as last_day
from scope.calendar
where not is_known
group by year(day)
order by year_number asc
