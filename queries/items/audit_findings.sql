-- One row per finding, team, month and part: rectified, reported, money, none repeated.
--
-- w   weight of the category, 1, yuan, or 1
-- x   points, 0 to 100
--
-- In play from the day found until the month it was closed in. Closing before the due
-- day earns its credit in the month of closing. Whether findings were repeated is one
-- item a month, with no source row of its own.
-- Source: Scoring rules, sections 2 and 2.5

with

findings_in_play as (
    select
        audit_findings.team_id,
        team_months.month,
        audit_findings.finding_id,
        audit_findings.upload_id,
        audit_findings.amount_yuan,
        audit_findings.rectified_yuan,
        categories.weight,
        coalesce(audit_findings.closed_on <= team_months.cutoff, false) as is_closed,
        coalesce(audit_findings.due_on <= team_months.cutoff, false)
        or coalesce(audit_findings.closed_on <= team_months.cutoff, false) as is_due,
        coalesce(audit_findings.is_repeat, false)
        and audit_findings.found_on >= team_months.month as is_new_repeat
    from staging.audit_findings
    inner join scope.team_months
        on team_months.team_id = audit_findings.team_id
        and team_months.cutoff >= audit_findings.found_on
        and coalesce(audit_findings.closed_on >= team_months.month, true)
    inner join build.months
        on months.month = team_months.month
    left join rules.categories
        on categories.category = coalesce(audit_findings.category, 'blank')
),

repeat_counts as (
    select
        team_id,
        month,
        cast(count_if(is_new_repeat) as bigint) as repeat_count
    from findings_in_play
    group by team_id, month
)

select
    team_id,
    month,
    'audit_rectified' as part,
    finding_id as item_key,
    weight as w,
    case when is_closed then cast(100 as double) else cast(0 as double) end as x,
    'audit_findings' as kind,
    finding_id as source_key,
    upload_id
from findings_in_play
where is_due
union all
select
    audit_findings.team_id,
    team_months.month,
    'audit_report' as part,
    audit_findings.finding_id as item_key,
    cast(1 as double) as w,
    case
        when
            coalesce(audit_findings.reported_on <= audit_findings.report_due_on, false)
            then cast(100 as double)
        else cast(0 as double)
    end as x,
    'audit_findings' as kind,
    audit_findings.finding_id as source_key,
    audit_findings.upload_id
from staging.audit_findings
inner join scope.team_months
    on team_months.team_id = audit_findings.team_id
    and team_months.month
    = cast(date_trunc('month', audit_findings.report_due_on) as date)
    and team_months.cutoff >= audit_findings.report_due_on
inner join build.months
    on months.month = team_months.month
union all
select
    team_id,
    month,
    'audit_money' as part,
    finding_id as item_key,
    amount_yuan as w,
    100 * least(
        cast(1 as double),
        greatest(coalesce(rectified_yuan, 0) / nullif(amount_yuan, 0), 0)
    ) as x,
    'audit_findings' as kind,
    finding_id as source_key,
    upload_id
from findings_in_play
where is_due and amount_yuan > 0
union all
select
    repeat_counts.team_id,
    repeat_counts.month,
    'audit_no_repeat' as part,
    '*' as item_key,
    cast(1 as double) as w,
    greatest(
        100 - scheme.repeat_finding_points * repeat_counts.repeat_count,
        cast(0 as double)
    ) as x,
    'audit_findings' as kind,
    cast(null as varchar) as source_key,
    cast(null as varchar) as upload_id
from repeat_counts
cross join scope.scheme
