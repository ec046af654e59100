-- One row per month, team, rater and item: what a rater gave.
--
-- item            text; empty when the rater gave one score
-- score           points, 0 to 100
-- source_row      line of the uploaded file, as a person sees it
--
-- Of each key the newest row counts, whatever upload it came in, unless a later upload
-- replaced everything of its month.
-- Source: Scoring rules, section 1

with

ranked_rows as (
    select
        month,
        team_id,
        rater_group,
        rater_id,
        item,
        score,
        upload_id,
        "row" as source_row,
        row_number() over (
            partition by month, team_id, rater_id, item
            order by upload_id desc, "row" desc
        ) as recency
    from uploads.ratings
)

select
    cast(month as date) as month,
    team_id,
    rater_group,
    rater_id,
    item,
    cast(score as double) as score,
    upload_id,
    source_row
from ranked_rows
where
    recency = 1
    and not exists (
        select 1
        from uploads.replacements
        where
            replacements.kind = 'ratings'
            and replacements.upload_id > ranked_rows.upload_id
            and replacements.month = substring(ranked_rows.month, 1, 7)
            and (
                replacements.team_id is null
                or replacements.team_id = ranked_rows.team_id
            )
    )
