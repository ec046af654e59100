-- One row per scored team and month: relation levels as other programs read it.
--
-- $month     date, first day of the month, or null for every month
-- $team_id   text, or null for every team
--
-- Months are text, 2026-03. Column names and order are part of the interface.

select
    levels.team_id,
    strftime(levels.month, '%Y-%m') as month,
    levels.level,
    levels.variance,
    levels.posterior_mean,
    levels.posterior_sd,
    levels.reliability,
    levels.standard,
    levels.p_below,
    levels.bfdr,
    levels.outlier_z,
    levels.outlier_q,
    levels.rank_low,
    levels.rank_high,
    levels.draws_survived,
    levels.state
from estimates.levels
where
    ($month is null or levels.month = cast($month as date))
    and ($team_id is null or levels.team_id = cast($team_id as varchar))
order by
    levels.month asc,
    levels.team_id asc
