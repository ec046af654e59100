-- One row per month that a changed objection can reach: from receipt until its limit.
--
-- Two months after receipt is later than any limit in working days.
-- Source: Scoring rules, section 2.3

select distinct calendar_months.month
from changed.objections
inner join build.calendar_months
    on calendar_months.last_day >= least(objections.received_on, objections.answered_on)
    and calendar_months.month <= cast(
        objections.received_on + interval 2 month as date
    )
