-- One row per rater, team, month and rater group: the mean over items as given.
--
-- score   points, 0 to 100, as given
--
-- A rater whose scores of one month cover enough teams and are all equal is void for
-- that month. Self ratings never count. Teams that are not scored still serve to judge
-- a rater. Holds the months that tell how severe the raters of a built month are.
-- Source: Scoring rules, section 2.2; flag rules, section 1

with

given_scores as (
    select
        ratings.month,
        ratings.team_id,
        ratings.rater_group,
        ratings.rater_id,
        ratings.score,
        ratings.upload_id
    from staging.ratings
    inner join windows.rating_months
        on rating_months.month = ratings.month
    where ratings.rater_group <> 'self'
),

rater_months as (
    select
        month,
        rater_id,
        count(distinct team_id) as team_count,
        min(score) as least_score,
        max(score) as most_score
    from given_scores
    group by month, rater_id
),

counted_rater_months as (
    select
        rater_months.month,
        rater_months.rater_id
    from rater_months
    cross join scope.scheme
    where
        rater_months.team_count < scheme.uniform_least_teams
        or rater_months.least_score < rater_months.most_score
)

select
    given_scores.team_id,
    given_scores.month,
    given_scores.rater_group,
    given_scores.rater_id,
    avg(given_scores.score) as score,
    max(given_scores.upload_id) as upload_id
from given_scores
inner join counted_rater_months
    on counted_rater_months.month = given_scores.month
    and counted_rater_months.rater_id = given_scores.rater_id
group by
    given_scores.team_id,
    given_scores.month,
    given_scores.rater_group,
    given_scores.rater_id
