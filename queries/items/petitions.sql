-- One row per case, team, month and part: accepted, closed, not repeated, satisfied,
-- rated.
--
-- w   1
-- x   points, 100 or 0
--
-- Acceptance and closing are judged on their limit, or on the day of the act if that is
-- earlier; repeats in the month of receipt; opinions in the month of closing.
-- Source: Scoring rules, sections 2 and 2.4

with

judged_cases as (
    select
        case_id,
        team_id,
        upload_id,
        'petition_accept' as part,
        least(answered_on, accept_limit) as judged_on,
        coalesce(answered_on <= accept_limit, false) as is_hit
    from scope.petitions
    union all
    select
        case_id,
        team_id,
        upload_id,
        'petition_close' as part,
        least(closed_on, close_limit) as judged_on,
        coalesce(closed_on <= close_limit, false) as is_hit
    from scope.petitions
    where accepted_on is not null
    union all
    select
        case_id,
        team_id,
        upload_id,
        'petition_repeat' as part,
        received_on as judged_on,
        not is_repeat as is_hit
    from scope.petitions
    union all
    select
        case_id,
        team_id,
        upload_id,
        'petition_satisfied' as part,
        closed_on as judged_on,
        is_satisfied as is_hit
    from scope.petitions
    where is_rated
    union all
    select
        case_id,
        team_id,
        upload_id,
        'petition_rated' as part,
        closed_on as judged_on,
        is_rated as is_hit
    from scope.petitions
    where not is_repeat
)

select
    judged_cases.team_id,
    team_months.month,
    judged_cases.part,
    judged_cases.case_id as item_key,
    cast(1 as double) as w,
    case
        when judged_cases.is_hit then cast(100 as double)
        else cast(0 as double)
    end as x,
    'petitions' as kind,
    judged_cases.case_id as source_key,
    judged_cases.upload_id
from judged_cases
inner join scope.team_months
    on team_months.team_id = judged_cases.team_id
    and team_months.month = cast(date_trunc('month', judged_cases.judged_on) as date)
    and team_months.cutoff >= judged_cases.judged_on
inner join build.months
    on months.month = team_months.month
