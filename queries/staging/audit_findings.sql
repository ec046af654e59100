-- One row per finding: findings and their rectification.
--
-- category        null when not given
-- amount_yuan     yuan
-- rectified_yuan  yuan
-- is_repeat       null when the register does not say
-- source_row      line of the uploaded file, as a person sees it
--
-- Of each key the newest row counts, whatever upload it came in, unless a later upload
-- replaced everything of the month of its found_on.
-- Source: Scoring rules, section 1

with

ranked_rows as (
    select
        finding_id,
        team_id,
        project,
        category,
        rule_basis,
        found_on,
        report_due_on,
        reported_on,
        due_on,
        closed_on,
        amount_yuan,
        rectified_yuan,
        is_repeat,
        upload_id,
        "row" as source_row,
        row_number() over (
            partition by finding_id
            order by upload_id desc, "row" desc
        ) as recency
    from uploads.audit_findings
)

select
    finding_id,
    team_id,
    project,
    category,
    rule_basis,
    cast(found_on as date) as found_on,
    cast(report_due_on as date) as report_due_on,
    cast(reported_on as date) as reported_on,
    cast(due_on as date) as due_on,
    cast(closed_on as date) as closed_on,
    cast(amount_yuan as double) as amount_yuan,
    cast(rectified_yuan as double) as rectified_yuan,
    cast(is_repeat as boolean) as is_repeat,
    upload_id,
    source_row
from ranked_rows
where
    recency = 1
    and not exists (
        select 1
        from uploads.replacements
        where
            replacements.kind = 'audit_findings'
            and replacements.upload_id > ranked_rows.upload_id
            and replacements.month = substring(ranked_rows.found_on, 1, 7)
            and (
                replacements.team_id is null
                or replacements.team_id = ranked_rows.team_id
            )
    )
