-- One row per month that a changed notice can reach: from due until posted.
--
-- Source: Scoring rules, section 2.3; flag rules, section 3

select distinct calendar_months.month
from changed.disclosures
inner join build.calendar_months
    on calendar_months.last_day >= disclosures.due_on
    and coalesce(
        calendar_months.month <= greatest(disclosures.posted_on, disclosures.due_on)
        or disclosures.posted_on is null,
        true
    )
