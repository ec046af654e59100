-- One row per case and team that counts: its clocks and whether it is a repeat.
--
-- answered_on      day of the earlier of notice and rejection; null while unanswered
-- accept_limit     day by which the case must be answered
-- close_limit      day by which an accepted case must be closed; null before acceptance
-- is_repeat        as the register says; where it is silent, whether the same
--                  petitioner
--                  brought the same topic to the same team in the days before
-- is_rated         whether the petitioner gave an opinion
-- is_satisfied     satisfied or mostly
--
-- Left out everywhere: cases with a reason for exclusion, and reports found untrue and
-- cleared by as_of.
-- Source: Scoring rules, section 2.4

with

-- What happens after as_of has not happened.
known_cases as (
    select
        petitions.case_id,
        petitions.team_id,
        petitions.topic,
        petitions.petitioner_key,
        petitions.received_on,
        case when petitions.notified_on <= run.as_of then petitions.notified_on end
            as notified_on,
        case when petitions.rejected_on <= run.as_of then petitions.rejected_on end
            as rejected_on,
        case when petitions.accepted_on <= run.as_of then petitions.accepted_on end
            as accepted_on,
        case when petitions.extended_on <= run.as_of then petitions.extended_on end
            as extended_on,
        case when petitions.closed_on <= run.as_of then petitions.closed_on end
            as closed_on,
        petitions.is_repeat,
        petitions.satisfaction,
        petitions.upload_id,
        petitions.source_row
    from staging.petitions
    cross join build.run
    where
        petitions.excluded_reason is null
        and not (
            coalesce(petitions.finding = 'untrue', false)
            and coalesce(petitions.cleared_on <= run.as_of, false)
        )
),

counted_cases as (
    select
        known_cases.case_id,
        known_cases.team_id,
        known_cases.topic,
        known_cases.petitioner_key,
        known_cases.received_on,
        known_cases.rejected_on,
        known_cases.accepted_on,
        known_cases.extended_on,
        known_cases.closed_on,
        known_cases.is_repeat,
        known_cases.satisfaction,
        known_cases.upload_id,
        known_cases.source_row,
        least(known_cases.notified_on, known_cases.rejected_on) as answered_on,
        known_cases.received_on + scheme.accept_days as accept_limit,
        known_cases.accepted_on + scheme.close_days as plain_limit,
        known_cases.accepted_on
        + (scheme.close_days + scheme.extension_days) as extended_limit
    from known_cases
    cross join scope.scheme
),

repeated_cases as (
    select distinct
        later_cases.case_id,
        later_cases.team_id
    from counted_cases as later_cases
    cross join scope.scheme
    inner join counted_cases as earlier_cases
        on earlier_cases.petitioner_key = later_cases.petitioner_key
        and earlier_cases.team_id = later_cases.team_id
        and earlier_cases.topic = later_cases.topic
        and earlier_cases.received_on < later_cases.received_on
        and date_diff('day', earlier_cases.received_on, later_cases.received_on)
        <= scheme.repeat_days
    where later_cases.is_repeat is null
)

select
    counted_cases.case_id,
    counted_cases.team_id,
    counted_cases.received_on,
    counted_cases.accepted_on,
    counted_cases.rejected_on,
    counted_cases.closed_on,
    counted_cases.answered_on,
    counted_cases.accept_limit,
    case
        when
            coalesce(counted_cases.extended_on <= counted_cases.plain_limit, false)
            then counted_cases.extended_limit
        else counted_cases.plain_limit
    end as close_limit,
    counted_cases.upload_id,
    counted_cases.source_row,
    coalesce(
        counted_cases.is_repeat, repeated_cases.case_id is not null
    ) as is_repeat,
    coalesce(
        counted_cases.satisfaction in ('satisfied', 'mostly', 'dissatisfied'), false
    ) as is_rated,
    coalesce(
        counted_cases.satisfaction in ('satisfied', 'mostly'), false
    ) as is_satisfied
from counted_cases
left join repeated_cases
    on repeated_cases.case_id = counted_cases.case_id
    and repeated_cases.team_id = counted_cases.team_id
