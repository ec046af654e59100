-- One row per month that a changed task can reach: from due or done until done.
--
-- Source: Scoring rules, section 2.1; flag rules, section 3

select distinct calendar_months.month
from changed.tasks
inner join build.calendar_months
    on calendar_months.last_day >= least(
        tasks.due_on, tasks.extended_to, tasks.done_on
    )
    and coalesce(calendar_months.month <= tasks.done_on, true)
