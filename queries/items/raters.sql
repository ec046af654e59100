-- One row per counted rater, team, month and rater group: the value after correction.
--
-- value   points, 0 to 100: mean over items of score minus severity, clipped
--
-- A rater whose scores of one month cover enough teams and are all equal is void for
-- that month. Self ratings never count. Teams that are not scored still serve to judge
-- a rater. The correction of severity is 0 while rules/settings.csv has
-- rater_correction off.
-- Source: Scoring rules, section 2.2

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
    inner join build.months
        on months.month = ratings.month
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
    least(greatest(avg(given_scores.score), 0), 100) as value,
    max(given_scores.upload_id) as upload_id
from given_scores
inner join counted_rater_months
    on counted_rater_months.month = given_scores.month
    and counted_rater_months.rater_id = given_scores.rater_id
inner join scope.team_months
    on team_months.month = given_scores.month
    and team_months.team_id = given_scores.team_id
group by
    given_scores.team_id,
    given_scores.month,
    given_scores.rater_group,
    given_scores.rater_id
