-- One row per month that a changed team can reach: all of them.
--
-- Source: Scoring rules, section 2

select distinct calendar_months.month
from changed.teams
cross join build.calendar_months
