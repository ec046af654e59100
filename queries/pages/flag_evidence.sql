-- One row per flag of the given teams in one month: the row its worst case points at.
--
-- title        what the row is about: title, topic, project, subject or reason
-- due_on       day the row was due, null where it has none
-- clock        of a petition: answer or close, the limit that was passed by more
-- gap          what is missing to the line, unit of the flag; null without a line
-- file_name, source_row   the uploaded file, and its line as a person sees it
--
-- $month      date, first day of the month
-- $team_ids   list of text; an empty list means none
--
-- The caller gives only teams the viewer may see.
-- Source: flags and statistics, section 3

with

petition_clocks as (
    select
        petitions.team_id,
        petitions.case_id,
        petitions.upload_id,
        petitions.source_row,
        case
            when coalesce(petitions.answered_on > months.cutoff, true)
                then petitions.accept_limit
        end as answer_limit,
        case
            when petitions.accepted_on <= months.cutoff then petitions.close_limit
        end as close_limit
    from scope.petitions
    inner join scores.months
        on months.month = cast($month as date)
),

evidence as (
    select
        'overdue_task' as flag,
        team_id,
        task_id as subject,
        title,
        coalesce(extended_to, due_on) as due_on,
        cast(null as varchar) as clock,
        upload_id,
        source_row
    from staging.tasks
    union all
    select
        'petition_overdue' as flag,
        petition_clocks.team_id,
        petition_clocks.case_id as subject,
        petitions.topic as title,
        least(petition_clocks.answer_limit, petition_clocks.close_limit) as due_on,
        case
            when
                coalesce(
                    petition_clocks.answer_limit <= petition_clocks.close_limit,
                    petition_clocks.close_limit is null
                )
                then 'answer'
            else 'close'
        end as clock,
        petition_clocks.upload_id,
        petition_clocks.source_row
    from petition_clocks
    inner join staging.petitions
        on petitions.team_id = petition_clocks.team_id
        and petitions.case_id = petition_clocks.case_id
    union all
    select
        'finding_overdue' as flag,
        team_id,
        finding_id as subject,
        project as title,
        due_on,
        cast(null as varchar) as clock,
        upload_id,
        source_row
    from staging.audit_findings
    union all
    select
        'not_disclosed' as flag,
        team_id,
        notice_id as subject,
        subject as title,
        due_on,
        cast(null as varchar) as clock,
        upload_id,
        source_row
    from staging.disclosures
    union all
    select
        'gate' as flag,
        team_id,
        adjustment_id as subject,
        reason as title,
        cast(null as date) as due_on,
        cast(null as varchar) as clock,
        upload_id,
        source_row
    from staging.adjustments
)

select
    flags.team_id,
    flags.flag,
    evidence.title,
    evidence.due_on,
    evidence.clock,
    floor(100 * (flags.threshold - flags.observed) + 0.5 + 0.0000001) / 100 as gap,
    uploads.file_name,
    evidence.source_row
from flags.flags
left join evidence
    on evidence.flag = flags.flag
    and evidence.team_id = flags.team_id
    and evidence.subject = flags.subject
left join build.uploads
    on uploads.upload_id = evidence.upload_id
where
    flags.month = cast($month as date)
    and list_contains(cast($team_ids as varchar[]), flags.team_id)
order by
    flags.team_id asc,
    flags.flag asc
