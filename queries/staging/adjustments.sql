-- One row per adjustment: what a named person confirmed.
--
-- points          points, as given
-- source_row      line of the uploaded file, as a person sees it
--
-- Of each key the newest row counts, whatever upload it came in.
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
where recency = 1
