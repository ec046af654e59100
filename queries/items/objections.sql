-- One row per objection judged in the month and team: answered within its limit.
--
-- w   1
-- x   points, 100 or 0
--
-- Judged on the day of its limit, or on the day of the answer if that is earlier. The
-- day of receipt is not counted.
-- Source: Scoring rules, section 2.3

with

limits as (
    select
        objections.objection_id,
        objections.team_id,
        objections.answered_on,
        objections.upload_id,
        limit_days.day as limit_on
    from staging.objections
    cross join scope.scheme
    inner join scope.calendar as receipt_days
        on receipt_days.day = objections.received_on
    inner join scope.calendar as limit_days
        on limit_days.number = receipt_days.number + scheme.objection_days
        and limit_days.is_working
),

judged_objections as (
    select
        objection_id,
        team_id,
        upload_id,
        least(answered_on, limit_on) as judged_on,
        coalesce(answered_on <= limit_on, false) as is_in_time
    from limits
)

select
    judged_objections.team_id,
    team_months.month,
    'objection_on_time' as part,
    judged_objections.objection_id as item_key,
    cast(1 as double) as w,
    case
        when judged_objections.is_in_time then cast(100 as double)
        else cast(0 as double)
    end as x,
    'objections' as kind,
    judged_objections.objection_id as source_key,
    judged_objections.upload_id
from judged_objections
inner join scope.team_months
    on team_months.team_id = judged_objections.team_id
    and team_months.month
    = cast(date_trunc('month', judged_objections.judged_on) as date)
    and team_months.cutoff >= judged_objections.judged_on
inner join build.months
    on months.month = team_months.month
