-- One row per item of a task part of one team in one month, and the row it came from.
--
-- w, x               weight and value (points, 0 to 100) of the item
-- level_weight, role_weight   what w is made of
-- is_done            by the day the month is described on
-- days_late          days past due, done or not; 0 or less is in time
-- progress_limit     most of an open task that counts, share
-- source_row         line of the uploaded file
--
-- $team    text, id of the team
-- $month   date, first day of the month
-- $part    text, part of the scheme
--
-- Source: scoring rules, sections 2 and 2.1

select
    items.item_key,
    items.w,
    items.x,
    levels.weight as level_weight,
    roles.weight as role_weight,
    scheme.open_progress_limit as progress_limit,
    date_diff(
        'day',
        coalesce(tasks.extended_to, tasks.due_on),
        least(tasks.done_on, months.cutoff)
    ) as days_late,
    coalesce(tasks.done_on <= months.cutoff, false) as is_done,
    tasks.task_id,
    tasks.role,
    tasks.title,
    tasks.source,
    tasks.level,
    tasks.problem,
    tasks.measure,
    tasks.owner,
    tasks.assigned_on,
    tasks.due_on,
    tasks.extended_to,
    tasks.done_on,
    tasks.progress,
    tasks.quality,
    tasks.returns,
    tasks.note,
    tasks.evidence,
    uploads.file_name,
    tasks.upload_id,
    uploads.uploaded_at,
    tasks.source_row
from scores.items as items
cross join scope.scheme as scheme
inner join scores.months as months
    on items.month = months.month
inner join staging.tasks as tasks
    on items.team_id = tasks.team_id
    and items.source_key = tasks.task_id
inner join rules.levels as levels
    on tasks.level = levels.level
inner join rules.roles as roles
    on tasks.role = roles.role
left join build.uploads as uploads
    on tasks.upload_id = uploads.upload_id
where
    items.team_id = cast($team as varchar)
    and items.month = cast($month as date)
    and items.part = cast($part as varchar)
order by items.x asc, items.item_key asc
