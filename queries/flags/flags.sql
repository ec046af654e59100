-- One row per flag, team and month: its severity, and since when it has lasted.
--
-- severity      watch, concern, alarm
-- subject       dimension, part or row key of the worst case; null where there is none
-- observed, threshold, n   what was measured, the line it crossed, over how many rows
-- probability   null where none
-- since         first month of the unbroken run, at any severity
-- note          null, not_linked, disagrees
--
-- Some flags become a concern when they last; rules/flags.csv says from which month.
-- Source: Flag rules, section 3; column order is part of the interface

with

cases as (
    select
        'below_standard' as flag,
        team_id,
        month,
        severity,
        subject,
        observed,
        threshold,
        n,
        probability,
        note
    from flags.below_standard
    union all
    select
        'gate' as flag,
        team_id,
        month,
        severity,
        subject,
        observed,
        threshold,
        n,
        probability,
        cast(null as varchar) as note
    from flags.gate
    union all
    select
        'red_line' as flag,
        team_id,
        month,
        severity,
        subject,
        observed,
        threshold,
        n,
        probability,
        note
    from flags.red_line
    union all
    select
        'yellow_line' as flag,
        team_id,
        month,
        severity,
        subject,
        observed,
        threshold,
        n,
        probability,
        cast(null as varchar) as note
    from flags.yellow_line
    union all
    select
        'weak_dimension' as flag,
        team_id,
        month,
        severity,
        subject,
        observed,
        threshold,
        n,
        probability,
        cast(null as varchar) as note
    from flags.weak_dimension
    union all
    select
        'rate_under_floor' as flag,
        team_id,
        month,
        severity,
        subject,
        observed,
        threshold,
        n,
        probability,
        cast(null as varchar) as note
    from flags.rate_under_floor
    union all
    select
        'falling' as flag,
        team_id,
        month,
        severity,
        subject,
        observed,
        threshold,
        n,
        probability,
        cast(null as varchar) as note
    from flags.falling
    union all
    select
        'overdue_task' as flag,
        team_id,
        month,
        severity,
        subject,
        observed,
        threshold,
        n,
        probability,
        cast(null as varchar) as note
    from flags.overdue_task
    union all
    select
        'petition_overdue' as flag,
        team_id,
        month,
        severity,
        subject,
        observed,
        threshold,
        n,
        probability,
        cast(null as varchar) as note
    from flags.petition_overdue
    union all
    select
        'finding_overdue' as flag,
        team_id,
        month,
        severity,
        subject,
        observed,
        threshold,
        n,
        probability,
        cast(null as varchar) as note
    from flags.finding_overdue
    union all
    select
        'not_disclosed' as flag,
        team_id,
        month,
        severity,
        subject,
        observed,
        threshold,
        n,
        probability,
        cast(null as varchar) as note
    from flags.not_disclosed
    union all
    select
        'not_reported' as flag,
        team_id,
        month,
        severity,
        subject,
        observed,
        threshold,
        n,
        probability,
        cast(null as varchar) as note
    from flags.not_reported
),

-- A run of months has one number: the month less its place in the sequence.
numbered_cases as (
    select
        flag,
        team_id,
        month,
        severity,
        subject,
        observed,
        threshold,
        n,
        probability,
        note,
        year(month) * 12 + month(month) - row_number() over (
            partition by flag, team_id
            order by month asc
        ) as run_number
    from cases
),

running_cases as (
    select
        flag,
        team_id,
        month,
        severity,
        subject,
        observed,
        threshold,
        n,
        probability,
        note,
        min(month) over (partition by flag, team_id, run_number) as since,
        row_number() over (
            partition by flag, team_id, run_number
            order by month asc
        ) as months_running
    from numbered_cases
)

select
    running_cases.flag,
    running_cases.team_id,
    running_cases.month,
    case
        when
            running_cases.severity = 'watch'
            and running_cases.months_running >= flag_rules.concern_from_month
            then 'concern'
        else running_cases.severity
    end as severity,
    running_cases.subject,
    running_cases.observed,
    running_cases.threshold,
    running_cases.n,
    running_cases.probability,
    running_cases.since,
    running_cases.note
from running_cases
inner join rules.flags as flag_rules
    on flag_rules.flag = running_cases.flag
