-- One row per team and month with a petition past its clock: the worst one.
--
-- subject     case_id of the worst: highest severity, most days, smallest id
-- observed    natural days past the limit on the cutoff, the larger of the two clocks
-- threshold   days: 0, or the line of concern when it is crossed
-- n           overdue cases
--
-- Overdue: neither answered within its limit, or accepted and not closed within its
-- limit. Cases left out of scores are left out here; a rejected or closed case is over.
-- Source: Flag rules, section 3

with

open_cases as (
    select
        petitions.team_id,
        totals.month,
        petitions.case_id,
        case
            when coalesce(petitions.answered_on > months.cutoff, true)
                then date_diff('day', petitions.accept_limit, months.cutoff)
        end as answer_days,
        case
            when petitions.accepted_on <= months.cutoff
                then date_diff('day', petitions.close_limit, months.cutoff)
        end as close_days
    from scope.petitions
    inner join build.months
        on petitions.received_on <= months.cutoff
        and coalesce(petitions.rejected_on > months.cutoff, true)
        and coalesce(petitions.closed_on > months.cutoff, true)
    inner join scores.totals
        on totals.team_id = petitions.team_id
        and totals.month = months.month
),

overdue_cases as (
    select
        open_cases.team_id,
        open_cases.month,
        open_cases.case_id,
        greatest(open_cases.answer_days, open_cases.close_days) as days_past,
        scheme.overdue_petition_days as concern_days,
        greatest(open_cases.answer_days, open_cases.close_days)
        > scheme.overdue_petition_days as is_concern
    from open_cases
    cross join scope.scheme
    where greatest(open_cases.answer_days, open_cases.close_days) > 0
),

ranked_cases as (
    select
        team_id,
        month,
        case_id,
        days_past,
        concern_days,
        is_concern,
        count(*) over (partition by team_id, month) as case_count,
        row_number() over (
            partition by team_id, month
            order by days_past desc, case_id asc
        ) as place
    from overdue_cases
)

select
    team_id,
    month,
    case when is_concern then 'concern' else 'watch' end as severity,
    case_id as subject,
    cast(days_past as double) as observed,
    case
        when is_concern then cast(concern_days as double)
        else cast(0 as double)
    end as threshold,
    case_count as n,
    cast(null as double) as probability
from ranked_cases
where place = 1
