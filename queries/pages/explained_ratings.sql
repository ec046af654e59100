-- One row per score that counts for one team, month and rater group, by rater.
--
-- rater_number   pseudonym: place of the rater among all who rated, for this view only
-- w, x           weight and value (points, 0 to 100) of the rater's item, on each row
-- score          as given, points, 0 to 100
-- mean_score     mean of the scores this rater gave
-- severity       points taken off that mean, positive for a lenient rater; x is what is
--                left, kept within 0 and 100
-- rated_count, rated_teams   ratings and teams the severity stands on, count
-- severity_months, …   how the scheme estimates and limits it
-- source_row     line of the uploaded file
-- is_corrected   whether there was a severity to take off
--
-- $team            text, id of the team
-- $month           date, first day of the month
-- $part            text, part of the scheme
-- $sees_severity   whether the viewer may see how lenient a rater is; if not, severity,
--                  score and mean_score are null where their difference would tell it
--
-- Source: scoring rules, section 2.2; flags and statistics, section 1

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
),

corrected_scores as (
    select
        given_scores.part,
        given_scores.month,
        given_scores.team_id,
        given_scores.rater_group,
        given_scores.rater_id,
        given_scores.item,
        given_scores.score,
        given_scores.mean_score,
        given_scores.rater_number,
        given_scores.upload_id,
        given_scores.source_row,
        coalesce(severity.severity, 0) as severity,
        severity.ratings as rated_count,
        severity.teams as rated_teams,
        coalesce(severity.severity, 0) <> 0 as is_corrected,
        coalesce(severity.severity, 0) = 0
        or cast($sees_severity as boolean) as is_open
    from given_scores
    left join estimates.severity
        on severity.month = given_scores.month
        and severity.rater_id = given_scores.rater_id
)

select
    cast(corrected_scores.rater_number as varchar) as item_key,
    items.w,
    items.x,
    corrected_scores.rater_number,
    case when corrected_scores.is_open then corrected_scores.mean_score end
        as mean_score,
    case when corrected_scores.is_open then corrected_scores.severity end as severity,
    corrected_scores.month,
    corrected_scores.rater_group,
    corrected_scores.item,
    case when corrected_scores.is_open then corrected_scores.score end as score,
    case when corrected_scores.is_open then corrected_scores.rated_count end
        as rated_count,
    case when corrected_scores.is_open then corrected_scores.rated_teams end
        as rated_teams,
    scheme.severity_months,
    scheme.severity_limit,
    scheme.severity_least_ratings,
    scheme.severity_least_teams,
    uploads.file_name,
    corrected_scores.upload_id,
    uploads.uploaded_at,
    corrected_scores.source_row,
    corrected_scores.is_corrected
from corrected_scores
cross join scope.scheme
inner join scores.items as items
    on corrected_scores.team_id = items.team_id
    and corrected_scores.month = items.month
    and corrected_scores.part = items.part
    and corrected_scores.rater_id = items.item_key
    and items.kind = 'ratings'
left join build.uploads as uploads
    on corrected_scores.upload_id = uploads.upload_id
order by
    items.x asc,
    corrected_scores.rater_number asc,
    corrected_scores.source_row asc
