-- One row per rater who rated one team in one month and does not count, and why.
--
-- reason        self, void (the same score for all teams rated), few_voices (too few
--               raters and votes in the group) or trimmed (highest or lowest of many)
-- rater_number  pseudonym: place of the rater among all who rated, for this view only
-- mean_score    mean of the scores given, points, 0 to 100
-- score_count   scores given
--
-- $team    text, id of the team
-- $month   date, first day of the month
--
-- Source: scoring rules, section 2.2

with

month_raters as (
    select
        rater_id,
        count(distinct team_id) as team_count,
        min(score) = max(score) as is_uniform
    from staging.ratings
    where month = cast($month as date) and rater_group <> 'self'
    group by rater_id
),

given_raters as (
    select
        rater_group,
        rater_id,
        avg(score) as mean_score,
        count(*) as score_count,
        dense_rank() over (partition by rater_group order by rater_id asc)
            as rater_number
    from staging.ratings
    where team_id = cast($team as varchar) and month = cast($month as date)
    group by rater_group, rater_id
),

counted_items as (
    select
        part,
        item_key
    from scores.items
    where
        team_id = cast($team as varchar)
        and month = cast($month as date)
        and kind in ('ratings', 'ballots')
),

heard_parts as (
    select distinct part
    from counted_items
)

select
    given_raters.rater_group,
    case
        when given_raters.rater_group = 'self' then 'self'
        when
            month_raters.is_uniform
            and month_raters.team_count >= scheme.uniform_least_teams
            then 'void'
        when heard_parts.part is null then 'few_voices'
        else 'trimmed'
    end as reason,
    given_raters.mean_score,
    given_raters.rater_number,
    given_raters.score_count
from given_raters
cross join scope.scheme as scheme
left join month_raters
    on given_raters.rater_id = month_raters.rater_id
left join heard_parts
    on heard_parts.part = 'rating_' || given_raters.rater_group
left join counted_items
    on counted_items.part = 'rating_' || given_raters.rater_group
    and given_raters.rater_id = counted_items.item_key
where counted_items.item_key is null
order by given_raters.rater_group asc, given_raters.rater_number asc
