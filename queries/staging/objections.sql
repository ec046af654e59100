-- One row per objection: what teams objected to, and the answer.
--
-- source_row      line of the uploaded file, as a person sees it
--
-- Of each key the newest row counts, whatever upload it came in, unless a later upload
-- replaced everything of the month of its received_on.
-- Source: Scoring rules, section 1

with

ranked_rows as (
    select
        objection_id,
        team_id,
        matter,
        received_on,
        answered_on,
        outcome,
        upload_id,
        "row" as source_row,
        row_number() over (
            partition by objection_id
            order by upload_id desc, "row" desc
        ) as recency
    from uploads.objections
)

select
    objection_id,
    team_id,
    matter,
    cast(received_on as date) as received_on,
    cast(answered_on as date) as answered_on,
    outcome,
    upload_id,
    source_row
from ranked_rows
where
    recency = 1
    and not exists (
        select 1
        from uploads.replacements
        where
            replacements.kind = 'objections'
            and replacements.upload_id > ranked_rows.upload_id
            and replacements.month = substring(ranked_rows.received_on, 1, 7)
            and (
                replacements.team_id is null
                or replacements.team_id = ranked_rows.team_id
            )
    )
