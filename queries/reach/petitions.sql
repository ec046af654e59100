-- One row per month that a changed case can reach.
--
-- Its own months, from the first act until it is over and its clocks have run out; and
-- the months of later cases of the same petitioner, team and topic, which may become
-- repeats.
-- Source: Scoring rules, section 2.4; flag rules, section 3

with

spans as (
    select
        petitions.case_id,
        petitions.team_id,
        least(
            petitions.received_on,
            petitions.notified_on,
            petitions.rejected_on,
            petitions.accepted_on,
            petitions.closed_on
        ) as first_day,
        case
            when petitions.closed_on is not null or petitions.rejected_on is not null
                then
                    greatest(
                        petitions.closed_on,
                        petitions.rejected_on,
                        petitions.received_on + scheme.accept_days,
                        petitions.accepted_on
                        + (scheme.close_days + scheme.extension_days)
                    )
        end as last_day
    from changed.petitions
    cross join scope.scheme
),

later_cases as (
    select
        later.received_on,
        later.closed_on
    from changed.petitions
    cross join scope.scheme
    inner join staging.petitions as later
        on later.petitioner_key = petitions.petitioner_key
        and later.team_id = petitions.team_id
        and later.topic = petitions.topic
        and later.received_on > petitions.received_on
        and date_diff('day', petitions.received_on, later.received_on)
        <= scheme.repeat_days
)

select calendar_months.month
from spans
inner join build.calendar_months
    on calendar_months.last_day >= spans.first_day
    and coalesce(calendar_months.month <= spans.last_day, true)
union
select calendar_months.month
from later_cases
inner join build.calendar_months
    on later_cases.received_on between calendar_months.month
    and calendar_months.last_day
    or later_cases.closed_on between calendar_months.month
    and calendar_months.last_day
