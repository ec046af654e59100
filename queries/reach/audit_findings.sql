-- One row per month that a changed finding can reach: from its first day until closed.
--
-- Source: Scoring rules, section 2.5; flag rules, section 3

select distinct calendar_months.month
from changed.audit_findings
inner join build.calendar_months
    on calendar_months.last_day >= least(
        audit_findings.found_on,
        audit_findings.report_due_on,
        audit_findings.due_on,
        audit_findings.closed_on
    )
    and (
        audit_findings.closed_on is null
        or calendar_months.month
        <= greatest(audit_findings.closed_on, audit_findings.report_due_on)
    )
