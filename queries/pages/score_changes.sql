-- One row per given team with enough history: how its scores changed, and is it luck.
--
-- recent_score, baseline_score   points: mean final score of the last months, and of
--                                the months long enough before
-- recent_first … baseline_last   first and last month of each
-- change              points: recent less baseline, less the middle change of its group
-- probability         chance of so large a fall by luck alone
-- false_share         share expected to be wrong among all teams that fell as far
-- previous_false_share   the same of the month before, null without one
-- share_limit         the most of it that counts as sure
-- scored_months       months of the long window with a final score, count
-- is_improving        surely better, this month and the month before
--
-- $month, $previous_month   date, first day of the month
-- $team_ids                 list of text; an empty list means none
--
-- The caller gives only teams the viewer may see.
-- Source: flags and statistics, section 5

with

trends as (
    select
        team_id,
        question,
        max(case when month = cast($month as date) then change end) as change,
        max(case when month = cast($month as date) then scored_months end)
            as scored_months,
        max(case when month = cast($month as date) then probability end)
            as probability,
        max(case when month = cast($month as date) then false_share end)
            as false_share,
        max(case when month = cast($previous_month as date) then false_share end)
            as previous_false_share
    from estimates.trends
    where list_contains(cast($team_ids as varchar[]), team_id)
    group by team_id, question
),

spans as (
    select
        totals.team_id,
        totals.month,
        totals.final_score,
        (year(cast($month as date)) * 12 + month(cast($month as date)))
        - (year(totals.month) * 12 + month(totals.month)) as months_back
    from scores.totals
    where
        totals.final_score is not null
        and list_contains(cast($team_ids as varchar[]), totals.team_id)
),

marked_months as (
    select
        spans.team_id,
        spans.month,
        spans.final_score,
        spans.months_back < scheme.falling_recent_months as is_recent,
        spans.months_back >= scheme.falling_gap_months as is_baseline
    from spans
    cross join scope.scheme
    where spans.months_back between 0 and scheme.falling_months - 1
),

means as (
    select
        team_id,
        avg(case when is_recent then final_score end) as recent_score,
        avg(case when is_baseline then final_score end) as baseline_score,
        min(case when is_recent then month end) as recent_first,
        max(case when is_recent then month end) as recent_last,
        min(case when is_baseline then month end) as baseline_first,
        max(case when is_baseline then month end) as baseline_last
    from marked_months
    group by team_id
)

select
    falls.team_id,
    means.recent_score,
    means.baseline_score,
    falls.change,
    falls.probability,
    falls.false_share,
    falls.previous_false_share,
    scheme.falling_false_share as share_limit,
    means.recent_first,
    means.recent_last,
    means.baseline_first,
    means.baseline_last,
    cast(falls.scored_months as bigint) as scored_months,
    coalesce(
        rises.false_share <= scheme.falling_false_share
        and rises.previous_false_share <= scheme.falling_false_share, false
    ) as is_improving
from trends as falls
cross join scope.scheme
inner join means
    on means.team_id = falls.team_id
left join trends as rises
    on rises.team_id = falls.team_id
    and rises.question = 'improving'
where
    falls.question = 'falling'
    and falls.change is not null
order by falls.team_id asc
