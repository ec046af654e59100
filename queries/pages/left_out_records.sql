-- One row per task or case of one team that one month leaves out by rule, and why.
--
-- kind         tasks or petitions
-- reason       exempt (an approved tolerance), excluded (for the reason noted) or
--              cleared (found untrue and cleared)
-- noted        reason as the register gives it
-- source_row   line of the uploaded file
--
-- Exempt tasks that would be in play that month; cases received, answered or closed
-- in it.
--
-- $team    text, id of the team
-- $month   date, first day of the month
--
-- Source: scoring rules, sections 2.1 and 2.4

with

left_out_records as (
    select
        'tasks' as kind,
        tasks.task_id as record_key,
        tasks.title,
        'exempt' as reason,
        tasks.exempt_reason as noted,
        tasks.upload_id,
        tasks.source_row
    from staging.tasks as tasks
    inner join scores.months as months
        on months.month = cast($month as date)
        and coalesce(tasks.assigned_on <= months.cutoff, true)
        and coalesce(tasks.done_on >= months.month, true)
        and least(coalesce(tasks.extended_to, tasks.due_on), tasks.done_on)
        <= months.cutoff
    where tasks.team_id = cast($team as varchar) and tasks.is_exempt

    union all

    select
        'petitions' as kind,
        petitions.case_id as record_key,
        petitions.topic as title,
        case when petitions.excluded_reason is null then 'cleared' else 'excluded' end
            as reason,
        petitions.excluded_reason as noted,
        petitions.upload_id,
        petitions.source_row
    from staging.petitions as petitions
    inner join scores.months as months
        on months.month = cast($month as date)
        and (
            petitions.received_on between months.month and months.cutoff
            or petitions.notified_on between months.month and months.cutoff
            or petitions.closed_on between months.month and months.cutoff
        )
    where
        petitions.team_id = cast($team as varchar)
        and (
            petitions.excluded_reason is not null
            or (petitions.finding = 'untrue' and petitions.cleared_on <= months.as_of)
        )
)

select
    left_out_records.kind,
    left_out_records.record_key,
    left_out_records.title,
    left_out_records.reason,
    left_out_records.noted,
    uploads.file_name,
    left_out_records.upload_id,
    left_out_records.source_row
from left_out_records
left join build.uploads as uploads
    on left_out_records.upload_id = uploads.upload_id
order by left_out_records.kind asc, left_out_records.record_key asc
