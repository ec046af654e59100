-- One row per score that counts for one team, month and rater group, by rater.
--
-- rater_number   pseudonym: place of the rater among all who rated, for this view only
-- w, x           weight and value (points, 0 to 100) of the rater's item, on each row
-- score          as given, points, 0 to 100
-- mean_score     mean of the scores this rater gave; x differs from it by a correction
-- source_row     line of the uploaded file
--
-- $team    text, id of the team
-- $month   date, first day of the month
-- $part    text, part of the scheme
--
-- Source: scoring rules, section 2.2

with

given_scores as (
    select
        'rating_' || rater_group as part,
        month,
        team_id,
        rater_group,
        rater_id,
        item,
        score,
        avg(score) over (partition by rater_id) as mean_score,
        dense_rank() over (order by rater_id asc) as rater_number,
        upload_id,
        source_row
    from staging.ratings
    where
        team_id = cast($team as varchar)
        and month = cast($month as date)
        and 'rating_' || rater_group = cast($part as varchar)
)

select
    cast(given_scores.rater_number as varchar) as item_key,
    items.w,
    items.x,
    given_scores.rater_number,
    given_scores.mean_score,
    given_scores.month,
    given_scores.rater_group,
    given_scores.item,
    given_scores.score,
    uploads.file_name,
    given_scores.upload_id,
    uploads.uploaded_at,
    given_scores.source_row
from given_scores
inner join scores.items as items
    on given_scores.team_id = items.team_id
    and given_scores.month = items.month
    and given_scores.part = items.part
    and given_scores.rater_id = items.item_key
    and items.kind = 'ratings'
left join build.uploads as uploads
    on given_scores.upload_id = uploads.upload_id
order by items.x asc, given_scores.rater_number asc, given_scores.source_row asc
