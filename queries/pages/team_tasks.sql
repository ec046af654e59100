-- One row per task in play of one team in one month, open ones first, latest due first.
--
-- due_day      extended day if there is one
-- is_done      by the day the month is described on
-- days_late    days past due, done or not; 0 or less is in time
-- completion, timeliness, quality_score   points, 0 to 100; quality null while open
-- weight       of the task
--
-- $team    text, id of the team
-- $month   date, first day of the month
--
-- Source: scoring rules, section 2.1

with

judged_tasks as (
    select
        item_key as task_id,
        month,
        max(w) as weight,
        max(case when part = 'task_completion' then x end) as completion,
        max(case when part = 'task_timeliness' then x end) as timeliness,
        max(case when part = 'task_quality' then x end) as quality_score
    from scores.items
    where
        team_id = cast($team as varchar)
        and month = cast($month as date)
        and kind = 'tasks'
    group by item_key, month
),

tasks_in_play as (
    select
        tasks.task_id,
        tasks.title,
        tasks.level,
        tasks.role,
        coalesce(tasks.extended_to, tasks.due_on) as due_day,
        tasks.done_on,
        tasks.progress,
        tasks.quality,
        judged_tasks.weight,
        judged_tasks.completion,
        judged_tasks.timeliness,
        judged_tasks.quality_score,
        months.cutoff,
        coalesce(tasks.done_on <= months.cutoff, false) as is_done
    from judged_tasks
    inner join staging.tasks as tasks
        on judged_tasks.task_id = tasks.task_id
        and tasks.team_id = cast($team as varchar)
    inner join scores.months as months
        on judged_tasks.month = months.month
)

select
    task_id,
    title,
    level,
    role,
    due_day,
    case when is_done then done_on end as done_on,
    progress,
    quality,
    weight,
    completion,
    timeliness,
    quality_score,
    date_diff('day', due_day, case when is_done then done_on else cutoff end)
        as days_late,
    is_done
from tasks_in_play
order by is_done asc, due_day asc, task_id asc
