-- One row per team and month with an open task past its due day: the worst one.
--
-- subject     task_id of the worst: highest severity, most days, smallest id
-- observed    natural days past the due day on the cutoff
-- threshold   days: 0, or the line of concern when it is crossed
-- n           overdue tasks
--
-- Concern: long overdue and set by the province or the city. Exempt tasks never count.
-- Source: Flag rules, section 3

with

overdue_tasks as (
    select
        tasks.team_id,
        totals.month,
        tasks.task_id,
        date_diff(
            'day', coalesce(tasks.extended_to, tasks.due_on), months.cutoff
        ) as days_past,
        scheme.overdue_task_days as concern_days,
        tasks.level in ('province', 'city')
        and date_diff(
            'day', coalesce(tasks.extended_to, tasks.due_on), months.cutoff
        ) > scheme.overdue_task_days as is_concern
    from staging.tasks
    inner join build.months
        on coalesce(tasks.extended_to, tasks.due_on) < months.cutoff
        and coalesce(tasks.done_on > months.cutoff, true)
    inner join scores.totals
        on totals.team_id = tasks.team_id
        and totals.month = months.month
    cross join scope.scheme
    where not tasks.is_exempt
),

ranked_tasks as (
    select
        team_id,
        month,
        task_id,
        days_past,
        concern_days,
        is_concern,
        count(*) over (partition by team_id, month) as task_count,
        row_number() over (
            partition by team_id, month
            order by is_concern desc, days_past desc, task_id asc
        ) as place
    from overdue_tasks
)

select
    team_id,
    month,
    case when is_concern then 'concern' else 'watch' end as severity,
    task_id as subject,
    cast(days_past as double) as observed,
    case
        when is_concern then cast(concern_days as double)
        else cast(0 as double)
    end as threshold,
    task_count as n,
    cast(null as double) as probability
from ranked_tasks
where place = 1
