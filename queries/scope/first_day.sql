-- One row per build, that is one: the earliest day that any evidence speaks of.
--
-- first_day   date; null when nothing was uploaded
--
-- Only bounds the months that a build looks at; whether a month has items is decided
-- later.
-- Source: Scoring rules, section 2

with

days as (
    select least(min(due_on), min(extended_to), min(done_on)) as first_day
    from staging.tasks
    union all
    select min(month) as first_day
    from staging.ratings
    union all
    select min(month) as first_day
    from staging.ballots
    union all
    select least(min(due_on), min(posted_on)) as first_day
    from staging.disclosures
    union all
    select least(min(received_on), min(answered_on)) as first_day
    from staging.objections
    union all
    select
        least(
            min(received_on),
            min(notified_on),
            min(rejected_on),
            min(accepted_on),
            min(closed_on)
        ) as first_day
    from staging.petitions
    union all
    select
        least(
            min(found_on), min(report_due_on), min(due_on), min(closed_on)
        ) as first_day
    from staging.audit_findings
)

select min(first_day) as first_day
from days
