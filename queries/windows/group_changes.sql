-- One row per month and comparison group: the middle of its teams' changes.
--
-- median_change   points
-- median_sd       points: the middle of the baselines' standard deviations
--
-- Source: Flag rules, section 5

select
    members.month,
    members.comparison_group,
    median(changes.raw_change) as median_change,
    median(changes.baseline_sd) as median_sd
from estimates.members
inner join windows.trend_months
    on trend_months.month = members.month
inner join windows.changes
    on changes.month = members.month
    and changes.team_id = members.team_id
group by members.month, members.comparison_group
