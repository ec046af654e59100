-- One row per rater group: who was heard about one team in one month, and how widely.
--
-- given_count          raters who rated, self ratings left out
-- rater_count          raters counted, after voiding and leaving out ends
-- vote_count           votes counted; null without a ballot
-- lowest, highest      values of counted raters, points, 0 to 100
--
-- $team    text, id of the team
-- $month   date, first day of the month
--
-- Source: scoring rules, section 2.2

with

given_raters as (
    select
        rater_group,
        count(distinct rater_id) as given_count
    from staging.ratings
    where
        team_id = cast($team as varchar)
        and month = cast($month as date)
        and rater_group <> 'self'
    group by rater_group
),

counted_voices as (
    select
        replace(part, 'rating_', '') as rater_group,
        count(case when kind = 'ratings' then 1 end) as rater_count,
        sum(case when kind = 'ballots' then w end) as vote_count,
        min(case when kind = 'ratings' then x end) as lowest,
        max(case when kind = 'ratings' then x end) as highest
    from scores.items
    where
        team_id = cast($team as varchar)
        and month = cast($month as date)
        and kind in ('ratings', 'ballots')
    group by part
)

select
    coalesce(counted_voices.rater_group, given_raters.rater_group) as rater_group,
    counted_voices.vote_count,
    counted_voices.lowest,
    counted_voices.highest,
    coalesce(given_raters.given_count, 0) as given_count,
    coalesce(counted_voices.rater_count, 0) as rater_count
from given_raters
full join counted_voices
    on given_raters.rater_group = counted_voices.rater_group
order by rater_group asc
