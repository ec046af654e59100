-- One row per adjustment: what a named person confirmed.
--
-- points          points, as given
-- source_row      line of the uploaded file, as a person sees it
--
-- Of each key the newest row counts, whatever upload it came in, unless a later upload
-- replaced everything of its month.
-- Source: Scoring rules, section 1

with

ranked_rows as (
    select
        adjustment_id,
        team_id,
        month,
        kind,
        points,
        reason,
        confirmed_by,
        confirmed_on,
        upload_id,
        "row" as source_row,
        row_number() over (
            partition by adjustment_id
            order by upload_id desc, "row" desc
        ) as recency
    from uploads.adjustments
)

select
    adjustment_id,
    team_id,
    cast(month as date) as month,
    kind,
    cast(points as double) as points,
    reason,
    confirmed_by,
    cast(confirmed_on as date) as confirmed_on,
    upload_id,
    source_row
from ranked_rows
where
    recency = 1
    and not exists (
        select 1
        from uploads.replacements
        where
            replacements.kind = 'adjustments'
            and replacements.upload_id > ranked_rows.upload_id
            and replacements.month = substring(ranked_rows.month, 1, 7)
            and (
                replacements.team_id is null
                or replacements.team_id = ranked_rows.team_id
            )
    )
