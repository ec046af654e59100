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
        max(case when name = 'severity_months' then value end) as integer
    ) as severity_months,
    max(case when name = 'severity_limit' then value end) as severity_limit,
    cast(
        max(case when name = 'severity_least_ratings' then value end) as integer
    ) as severity_least_ratings,
    cast(
        max(case when name = 'severity_least_teams' then value end) as integer
    ) as severity_least_teams,
    cast(
        max(case when name = 'level_months' then value end) as integer
    ) as level_months,
    cast(
        max(case when name = 'comparison_least_teams' then value end) as integer
    ) as comparison_least_teams,
    cast(
        max(case when name = 'level_least_dimensions' then value end) as integer
    ) as level_least_dimensions,
    max(case when name = 'level_least_weight' then value end) as level_least_weight,
    max(case when name = 'least_variance' then value end) as least_variance,
    max(case when name = 'spread_quantile' then value end) as spread_quantile,
    max(case when name = 'spread_target' then value end) as spread_target,
    max(case when name = 'spread_limit' then value end) as spread_limit,
    max(case when name = 'standard' then value end) as standard,
    max(case when name = 'standard_margin' then value end) as standard_margin,
    max(case when name = 'far_margin' then value end) as far_margin,
    max(case when name = 'watch_false_share' then value end) as watch_false_share,
    max(case when name = 'watch_probability' then value end) as watch_probability,
    max(case when name = 'concern_false_share' then value end) as concern_false_share,
    cast(
        max(case when name = 'lasting_months' then value end) as integer
    ) as lasting_months,
    cast(
        max(case when name = 'lasting_window' then value end) as integer
    ) as lasting_window,
    max(case when name = 'concern_reliability' then value end) as concern_reliability,
    cast(
        max(case when name = 'concern_dimensions' then value end) as integer
    ) as concern_dimensions,
    max(case when name = 'dimension_margin' then value end) as dimension_margin,
    max(case when name = 'concern_survival' then value end) as concern_survival,
    max(case when name = 'alarm_outlier_share' then value end) as alarm_outlier_share,
    max(case when name = 'alarm_probability' then value end) as alarm_probability,
    max(case when name = 'lowest_share' then value end) as lowest_share,
    max(case when name = 'tested_concern_wrong' then value end) as tested_concern_wrong,
    max(case when name = 'tested_concern_found' then value end) as tested_concern_found,
    max(case when name = 'tested_listed_wrong' then value end) as tested_listed_wrong,
    max(case when name = 'tested_lowest_wrong' then value end) as tested_lowest_wrong,
    max(case when name = 'weak_dimension_line' then value end) as weak_dimension_line,
    max(
        case when name = 'weak_dimension_probability' then value end
    ) as weak_dimension_probability,
    cast(
        max(case when name = 'falling_months' then value end) as integer
    ) as falling_months,
    cast(
        max(case when name = 'falling_recent_months' then value end) as integer
    ) as falling_recent_months,
    cast(
        max(case when name = 'falling_gap_months' then value end) as integer
    ) as falling_gap_months,
    cast(
        max(case when name = 'falling_least_months' then value end) as integer
    ) as falling_least_months,
    max(case when name = 'falling_false_share' then value end) as falling_false_share,
    max(case when name = 'normal_quantile_75' then value end) as normal_quantile_75,
    max(case when name = 'normal_quantile_90' then value end) as normal_quantile_90,
    cast(
        max(case when name = 'draws' then value end) as integer
    ) as draws,
    cast(
        max(case when name = 'draws_seed' then value end) as integer
    ) as draws_seed,
    max(case when name = 'draws_least_factor' then value end) as draws_least_factor,
    max(case when name = 'draws_most_factor' then value end) as draws_most_factor,
    max(case when name = 'rank_low_quantile' then value end) as rank_low_quantile,
    max(case when name = 'rank_high_quantile' then value end) as rank_high_quantile,
    cast(
        max(case when name = 'null_runs' then value end) as integer
    ) as null_runs,
    cast(
        max(case when name = 'audit_classes' then value end) as integer
    ) as audit_classes,
    max(case when name = 'audit_false_alarm' then value end) as audit_false_alarm,
    max(case when name = 'interval_z' then value end) as interval_z,
    max(case when name = 'funnel_inner_z' then value end) as funnel_inner_z,
    max(case when name = 'funnel_limit_z' then value end) as funnel_limit_z,
    cast(
        max(case when name = 'funnel_least_teams' then value end) as integer
    ) as funnel_least_teams,
    cast(
        max(case when name = 'control_least_points' then value end) as integer
    ) as control_least_points,
    max(case when name = 'control_limit_factor' then value end) as control_limit_factor,
    max(
        case when name = 'control_screen_factor' then value end
    ) as control_screen_factor,
    max(case when name = 'control_near_share' then value end) as control_near_share,
    cast(
        max(case when name = 'control_trend_steps' then value end) as integer
    ) as control_trend_steps,
    cast(
        max(case when name = 'control_near_points' then value end) as integer
    ) as control_near_points,
    cast(
        max(case when name = 'control_near_window' then value end) as integer
    ) as control_near_window,
    cast(
        max(case when name = 'control_side_points' then value end) as integer
    ) as control_side_points,
    max(case when name = 'control_sigmas' then value end) as control_sigmas,
    max(case when name = 'control_range_mean' then value end) as control_range_mean,
    max(case when name = 'control_spare_cases' then value end) as control_spare_cases,
    cast(
        max(case when name = 'task_due_soon_days' then value end) as integer
    ) as task_due_soon_days,
    max(case when name = 'task_behind_points' then value end) as task_behind_points,
    max(
        case when name = 'task_far_behind_points' then value end
    ) as task_far_behind_points
from rules.settings
