-- One row per team and month with an audit finding open past its due day: the worst
-- one.
--
-- subject     finding_id of the worst: highest severity, most days, smallest id
-- observed    natural days past the due day on the cutoff
-- threshold   days: 0, or the line of concern when it is crossed
-- n           overdue findings
--
-- Concern: long overdue, or a repeated finding.
-- Source: Flag rules, section 3

with

overdue_findings as (
    select
        audit_findings.team_id,
        totals.month,
        audit_findings.finding_id,
        date_diff('day', audit_findings.due_on, months.cutoff) as days_past,
        scheme.overdue_finding_days as concern_days,
        date_diff('day', audit_findings.due_on, months.cutoff)
        > scheme.overdue_finding_days as is_long,
        date_diff('day', audit_findings.due_on, months.cutoff)
        > scheme.overdue_finding_days
        or coalesce(audit_findings.is_repeat, false) as is_concern
    from staging.audit_findings
    inner join build.months
        on audit_findings.due_on < months.cutoff
        and audit_findings.found_on <= months.cutoff
        and coalesce(audit_findings.closed_on > months.cutoff, true)
    inner join scores.totals
        on totals.team_id = audit_findings.team_id
        and totals.month = months.month
    cross join scope.scheme
),

ranked_findings as (
    select
        team_id,
        month,
        finding_id,
        days_past,
        concern_days,
        is_long,
        is_concern,
        count(*) over (partition by team_id, month) as finding_count,
        row_number() over (
            partition by team_id, month
            order by is_concern desc, days_past desc, finding_id asc
        ) as place
    from overdue_findings
)

select
    team_id,
    month,
    case when is_concern then 'concern' else 'watch' end as severity,
    finding_id as subject,
    cast(days_past as double) as observed,
    case
        when is_long then cast(concern_days as double)
        else cast(0 as double)
    end as threshold,
    finding_count as n,
    cast(null as double) as probability
from ranked_findings
where place = 1
