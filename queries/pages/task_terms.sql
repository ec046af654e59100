-- One row per month asked for, that is one: the day of its ledger, and its lines.
--
-- cutoff                             day the month is described on
-- due_soon_days                      natural days
-- behind_points, far_behind_points   points of progress short of the plan
--
-- $month   date, first day of the month
--
-- Source: rules/settings.csv

select
    months.month,
    months.cutoff,
    cast(scheme.task_due_soon_days as bigint) as due_soon_days,
    scheme.task_behind_points as behind_points,
    scheme.task_far_behind_points as far_behind_points
from scores.months
cross join scope.scheme
where months.month = cast($month as date)
order by months.month asc
