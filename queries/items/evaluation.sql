-- One row per counted rater or ballot, team, month and part: superiors, peers, public.
--
-- w   1 for a rater, the votes of a ballot
-- x   points, 0 to 100
--
-- With many raters in a group the highest and then the lowest of the rest are left out.
-- A group with too few raters and votes gives no items, counted before leaving out.
-- Source: Scoring rules, section 2.2

with

ballots_cast as (
    select
        ballots.team_id,
        ballots.month,
        ballots.rater_group,
        ballots.upload_id,
        cast(
            coalesce(ballots.excellent, 0) + coalesce(ballots.good, 0)
            + coalesce(ballots.fair, 0) + coalesce(ballots.poor, 0) as double
        ) as votes,
        scheme.vote_excellent * coalesce(ballots.excellent, 0)
        + scheme.vote_good * coalesce(ballots.good, 0)
        + scheme.vote_fair * coalesce(ballots.fair, 0)
        + scheme.vote_poor * coalesce(ballots.poor, 0) as points
    from staging.ballots
    inner join build.months
        on months.month = ballots.month
    inner join scope.team_months
        on team_months.team_id = ballots.team_id
        and team_months.month = ballots.month
    cross join scope.scheme
    where ballots.rater_group <> 'self'
),

voices as (
    select
        team_id,
        month,
        rater_group,
        cast(1 as double) as voice_count,
        1 as rater_count
    from items.raters
    union all
    select
        team_id,
        month,
        rater_group,
        votes as voice_count,
        0 as rater_count
    from ballots_cast
),

heard_groups as (
    select
        voices.team_id,
        voices.month,
        voices.rater_group,
        sum(voices.rater_count) > max(scheme.trim_above_raters) as is_trimmed
    from voices
    cross join scope.scheme
    group by voices.team_id, voices.month, voices.rater_group
    having sum(voices.voice_count) >= max(scheme.least_voices)
),

raters_from_top as (
    select
        raters.team_id,
        raters.month,
        raters.rater_group,
        raters.rater_id,
        raters.value,
        raters.upload_id,
        heard_groups.is_trimmed,
        row_number() over (
            partition by raters.team_id, raters.month, raters.rater_group
            order by raters.value desc, raters.rater_id asc
        ) as place_from_top
    from items.raters
    inner join heard_groups
        on heard_groups.team_id = raters.team_id
        and heard_groups.month = raters.month
        and heard_groups.rater_group = raters.rater_group
),

raters_from_bottom as (
    select
        team_id,
        month,
        rater_group,
        rater_id,
        value,
        upload_id,
        is_trimmed,
        row_number() over (
            partition by team_id, month, rater_group
            order by value asc, rater_id asc
        ) as place_from_bottom
    from raters_from_top
    where not is_trimmed or place_from_top > 1
)

select
    team_id,
    month,
    'rating_' || rater_group as part,
    rater_id as item_key,
    cast(1 as double) as w,
    value as x,
    'ratings' as kind,
    rater_id as source_key,
    upload_id
from raters_from_bottom
where not is_trimmed or place_from_bottom > 1
union all
select
    ballots_cast.team_id,
    ballots_cast.month,
    'rating_' || ballots_cast.rater_group as part,
    'ballot' as item_key,
    ballots_cast.votes as w,
    100 * ballots_cast.points / nullif(ballots_cast.votes, 0) as x,
    'ballots' as kind,
    strftime(ballots_cast.month, '%Y-%m') || '/' || ballots_cast.team_id || '/'
    || ballots_cast.rater_group as source_key,
    ballots_cast.upload_id
from ballots_cast
inner join heard_groups
    on heard_groups.team_id = ballots_cast.team_id
    and heard_groups.month = ballots_cast.month
    and heard_groups.rater_group = ballots_cast.rater_group
where ballots_cast.votes > 0
