-- One row per notice due in the month, team and part: posted in time, posted in full.
--
-- w   1, or the number of things due to be posted
-- x   points, 0 to 100
--
-- A notice counts as in time if it was posted by its due day and stays the working days
-- it must; one that is still up on the cutoff stays.
-- Source: Scoring rules, sections 2 and 2.3

with

due_notices as (
    select
        disclosures.team_id,
        team_months.month,
        disclosures.notice_id,
        disclosures.upload_id,
        disclosures.items_due,
        disclosures.items_posted,
        coalesce(disclosures.posted_on <= disclosures.due_on, false) as is_in_time,
        coalesce(disclosures.posted_until >= team_months.cutoff, true)
        or coalesce(
            last_days.number - first_days.number
            + case when first_days.is_working then 1 else 0 end >= scheme.notice_days,
            false
        ) as is_up_long_enough
    from staging.disclosures
    inner join scope.team_months
        on team_months.team_id = disclosures.team_id
        and team_months.month = cast(date_trunc('month', disclosures.due_on) as date)
        and team_months.cutoff >= disclosures.due_on
    inner join build.months
        on months.month = team_months.month
    cross join scope.scheme
    left join scope.calendar as first_days
        on first_days.day = disclosures.posted_on
    left join scope.calendar as last_days
        on last_days.day = disclosures.posted_until
)

select
    team_id,
    month,
    'notice_on_time' as part,
    notice_id as item_key,
    cast(1 as double) as w,
    case
        when is_in_time and is_up_long_enough then cast(100 as double)
        else cast(0 as double)
    end as x,
    'disclosures' as kind,
    notice_id as source_key,
    upload_id
from due_notices
union all
select
    team_id,
    month,
    'notice_complete' as part,
    notice_id as item_key,
    cast(items_due as double) as w,
    100 * least(
        cast(1 as double),
        cast(coalesce(items_posted, 0) as double) / nullif(items_due, 0)
    ) as x,
    'disclosures' as kind,
    notice_id as source_key,
    upload_id
from due_notices
where items_due > 0
