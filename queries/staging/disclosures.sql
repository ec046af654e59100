-- One row per notice and team: what was to be posted, and was.
--
-- posted_until    null when still posted
-- items_due       count
-- items_posted    count
-- source_row      line of the uploaded file, as a person sees it
--
-- Of each key the newest row counts, whatever upload it came in, unless a later upload
-- replaced everything of the month of its due_on.
-- Source: Scoring rules, section 1

with

ranked_rows as (
    select
        notice_id,
        team_id,
        subject,
        due_on,
        posted_on,
        posted_until,
        items_due,
        items_posted,
        channel,
        url,
        upload_id,
        "row" as source_row,
        row_number() over (
            partition by notice_id, team_id
            order by upload_id desc, "row" desc
        ) as recency
    from uploads.disclosures
)

select
    notice_id,
    team_id,
    subject,
    cast(due_on as date) as due_on,
    cast(posted_on as date) as posted_on,
    cast(posted_until as date) as posted_until,
    cast(items_due as bigint) as items_due,
    cast(items_posted as bigint) as items_posted,
    channel,
    url,
    upload_id,
    source_row
from ranked_rows
where
    recency = 1
    and not exists (
        select 1
        from uploads.replacements
        where
            replacements.kind = 'disclosures'
            and replacements.upload_id > ranked_rows.upload_id
            and replacements.month = substring(ranked_rows.due_on, 1, 7)
            and (
                replacements.team_id is null
                or replacements.team_id = ranked_rows.team_id
            )
    )
