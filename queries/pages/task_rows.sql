-- One row per given task and team: what the ledger says of it, and where it came from.
--
-- due_on, extended_to   the due day and the approved new one, null when not extended
-- progress              share reported last, 0 to 1, null when not reported
-- returns               times it was sent back, count
-- file_name, source_row the uploaded file, and its line as a person sees it
--
-- $task_ids, $team_ids   lists of text: every task of one with every team of the other
--
-- The caller gives only teams the viewer may see.
-- Source: product description, page Tasks

select
    tasks.task_id,
    tasks.team_id,
    teams.team_name,
    tasks.title,
    tasks.source,
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
    tasks.exempt_reason,
    tasks.note,
    tasks.evidence,
    tasks.upload_id,
    uploads.file_name,
    tasks.source_row
from staging.tasks
inner join staging.teams
    on teams.team_id = tasks.team_id
left join build.uploads
    on uploads.upload_id = tasks.upload_id
where
    list_contains(cast($task_ids as varchar[]), tasks.task_id)
    and list_contains(cast($team_ids as varchar[]), tasks.team_id)
order by
    tasks.task_id asc,
    tasks.team_id asc
