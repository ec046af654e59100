-- One row per scheme, that is one: every number of rules/settings.csv as a column.
--
-- Units and sources stand in rules/settings.csv. Null means the setting is left blank.
-- Source: rules/settings.csv

select
    cast(
        max(case when name = 'first_month' then value end) as integer
    ) as first_month,
    max(case when name = 'rater_correction' then value end) as rater_correction,
    max(case when name = 'open_progress_limit' then value end) as open_progress_limit,
    cast(
        max(case when name = 'uniform_least_teams' then value end) as integer
    ) as uniform_least_teams,
    cast(
        max(case when name = 'trim_above_raters' then value end) as integer
    ) as trim_above_raters,
    cast(
        max(case when name = 'least_voices' then value end) as integer
    ) as least_voices,
    max(case when name = 'vote_excellent' then value end) as vote_excellent,
    max(case when name = 'vote_good' then value end) as vote_good,
    max(case when name = 'vote_fair' then value end) as vote_fair,
    max(case when name = 'vote_poor' then value end) as vote_poor,
    cast(
        max(case when name = 'notice_days' then value end) as integer
    ) as notice_days,
    cast(
        max(case when name = 'objection_days' then value end) as integer
    ) as objection_days,
    cast(
        max(case when name = 'accept_days' then value end) as integer
    ) as accept_days,
    cast(
        max(case when name = 'close_days' then value end) as integer
    ) as close_days,
    cast(
        max(case when name = 'extension_days' then value end) as integer
    ) as extension_days,
    cast(
        max(case when name = 'repeat_days' then value end) as integer
    ) as repeat_days,
    max(
        case when name = 'repeat_finding_points' then value end
    ) as repeat_finding_points,
    cast(
        max(case when name = 'least_tasks' then value end) as integer
    ) as least_tasks,
    max(case when name = 'least_covered_weight' then value end) as least_covered_weight,
    max(case when name = 'quota_share' then value end) as quota_share,
    cast(
        max(case when name = 'quota_least_teams' then value end) as integer
    ) as quota_least_teams,
    max(case when name = 'bonus_limit' then value end) as bonus_limit,
    max(case when name = 'deduction_limit' then value end) as deduction_limit,
    max(case when name = 'own_share' then value end) as own_share,
    max(case when name = 'child_share_limit' then value end) as child_share_limit,
    max(case when name = 'rounding_nudge' then value end) as rounding_nudge,
    max(case when name = 'red_line' then value end) as red_line,
    max(case when name = 'yellow_line' then value end) as yellow_line,
    cast(
        max(case when name = 'overdue_task_days' then value end) as integer
    ) as overdue_task_days,
    cast(
        max(case when name = 'overdue_petition_days' then value end) as integer
    ) as overdue_petition_days,
    cast(
        max(case when name = 'overdue_finding_days' then value end) as integer
    ) as overdue_finding_days,
    cast(
        max(case when name = 'reported_months' then value end) as integer
    ) as reported_months,
    cast(
        max(case when name = 'floor_least_cases' then value end) as integer
    ) as floor_least_cases,
    max(case when name = 'wilson_z' then value end) as wilson_z,
    cast(
        max(case when name = 'task_due_soon_days' then value end) as integer
    ) as task_due_soon_days,
    max(case when name = 'task_behind_points' then value end) as task_behind_points,
    max(
        case when name = 'task_far_behind_points' then value end
    ) as task_far_behind_points
from rules.settings
