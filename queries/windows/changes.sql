-- One row per scored team and month with enough history: how it has changed.
--
-- raw_change      points: mean of the recent final scores less that of the baseline
-- baseline_sd     points: sample standard deviation of the baseline
-- scored_months   months of the long window in which the team was scored, count
--
-- Asked for are months with a final score, graded or not.
--
-- Source: Flag rules, section 5

with

histories as (
    select
        team_months.team_id,
        team_months.month,
        avg(case when trend_pairs.is_recent then totals.final_score end)
            as recent_score,
        avg(case when trend_pairs.is_baseline then totals.final_score end)
            as baseline_score,
        stddev_samp(case when trend_pairs.is_baseline then totals.final_score end)
            as baseline_sd,
        count(case when trend_pairs.is_recent then totals.final_score end)
            as recent_months,
        count(totals.final_score) as final_months,
        count(*) as scored_months
    from scope.team_months
    inner join windows.trend_pairs
        on trend_pairs.month = team_months.month
    inner join scores.totals
        on totals.team_id = team_months.team_id
        and totals.month = trend_pairs.window_month
    group by team_months.team_id, team_months.month
)

select
    histories.team_id,
    histories.month,
    comparison_groups.comparison_group,
    histories.recent_score - histories.baseline_score as raw_change,
    histories.baseline_sd,
    histories.scored_months
from histories
cross join scope.scheme
inner join estimates.comparison_groups
    on comparison_groups.team_id = histories.team_id
    and comparison_groups.month = histories.month
where
    histories.recent_months = scheme.falling_recent_months
    and histories.final_months >= scheme.falling_least_months
