-- One row per task in play, team, month and part: completion, timeliness, quality.
--
-- w   weight of the level times weight of the role
-- x   points, 0 to 100
--
-- In play: not exempt, assigned, not done before the month, and due or done by then.
-- Source: Scoring rules, sections 2 and 2.1

with

tasks_in_play as (
    select
        tasks.team_id,
        months.month,
        tasks.task_id,
        tasks.level,
        tasks.role,
        tasks.progress,
        tasks.quality,
        tasks.upload_id,
        coalesce(tasks.done_on <= months.cutoff, false) as is_done,
        greatest(
            date_diff(
                'day', coalesce(tasks.extended_to, tasks.due_on), tasks.done_on
            ),
            0
        ) as days_late
    from staging.tasks
    inner join build.months
        on (
            coalesce(tasks.extended_to, tasks.due_on) <= months.cutoff
            or tasks.done_on <= months.cutoff
        )
        and coalesce(tasks.done_on >= months.month, true)
        and coalesce(tasks.assigned_on <= months.cutoff, true)
    where not tasks.is_exempt
),

judged_tasks as (
    select
        tasks_in_play.team_id,
        tasks_in_play.month,
        tasks_in_play.task_id,
        tasks_in_play.upload_id,
        levels.weight * roles.weight as w,
        case
            when tasks_in_play.is_done then cast(100 as double)
            else
                100 * least(
                    coalesce(tasks_in_play.progress, 0), scheme.open_progress_limit
                )
        end as completion,
        case
            when tasks_in_play.is_done then 100 * lateness.share
            else cast(0 as double)
        end as timeliness,
        case when tasks_in_play.is_done then 100 * qualities.share end as quality
    from tasks_in_play
    inner join scope.team_months
        on team_months.team_id = tasks_in_play.team_id
        and team_months.month = tasks_in_play.month
    cross join scope.scheme
    inner join rules.levels
        on levels.level = tasks_in_play.level
    inner join rules.roles
        on roles.role = tasks_in_play.role
    left join rules.lateness
        on tasks_in_play.days_late >= lateness.least_days_late
        and tasks_in_play.days_late <= coalesce(
            lateness.most_days_late, tasks_in_play.days_late
        )
    left join rules.qualities
        on qualities.quality = tasks_in_play.quality
)

select
    team_id,
    month,
    'task_completion' as part,
    task_id as item_key,
    w,
    completion as x,
    'tasks' as kind,
    task_id as source_key,
    upload_id
from judged_tasks
union all
select
    team_id,
    month,
    'task_timeliness' as part,
    task_id as item_key,
    w,
    timeliness as x,
    'tasks' as kind,
    task_id as source_key,
    upload_id
from judged_tasks
union all
select
    team_id,
    month,
    'task_quality' as part,
    task_id as item_key,
    w,
    quality as x,
    'tasks' as kind,
    task_id as source_key,
    upload_id
from judged_tasks
where quality is not null
