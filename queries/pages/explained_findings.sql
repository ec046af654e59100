-- One row per item of an audit part of one team in one month, and the row it came from.
--
-- w, x            weight and value (points, 0 to 100) of the item
-- is_closed       by the day the month is described on
-- source_row      line of the uploaded file
--
-- The item "none repeated" is about the month; its rows are the repeated findings of
-- the month, or one row without a finding.
--
-- $team    text, id of the team
-- $month   date, first day of the month
-- $part    text, part of the scheme
--
-- Source: scoring rules, section 2.5

select
    items.item_key,
    items.w,
    items.x,
    scheme.repeat_finding_points as repeat_points,
    coalesce(findings.closed_on <= months.cutoff, false) as is_closed,
    findings.finding_id,
    findings.project,
    findings.category,
    findings.rule_basis,
    findings.found_on,
    findings.report_due_on,
    findings.reported_on,
    findings.due_on,
    findings.closed_on,
    findings.amount_yuan,
    findings.rectified_yuan,
    findings.is_repeat,
    uploads.file_name,
    findings.upload_id,
    uploads.uploaded_at,
    findings.source_row
from scores.items as items
cross join scope.scheme as scheme
inner join scores.months as months
    on items.month = months.month
left join staging.audit_findings as findings
    on items.team_id = findings.team_id
    and (
        items.source_key = findings.finding_id
        or (
            items.item_key = '*'
            and findings.is_repeat
            and findings.found_on >= months.month
            and findings.found_on <= months.cutoff
        )
    )
left join build.uploads as uploads
    on findings.upload_id = uploads.upload_id
where
    items.team_id = cast($team as varchar)
    and items.month = cast($month as date)
    and items.part = cast($part as varchar)
order by items.x asc, items.item_key asc, findings.finding_id asc
