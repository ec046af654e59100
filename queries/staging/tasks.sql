-- One row per task and team: what was assigned to whom, due when, done when.
--
-- extended_to     approved new due day; null when not extended
-- done_on         null while open
-- progress        share of the task, 0 to 1; null when not reported
-- returns         count
-- is_exempt       an approved tolerance: left out of scores and flags
-- source_row      line of the uploaded file, as a person sees it
--
-- Of each key the newest row counts, whatever upload it came in, unless a later upload
-- replaced everything of the month of its due_on.
-- Source: Scoring rules, section 1

with

ranked_rows as (
    select
        task_id,
        team_id,
        role,
        title,
        source,
        level,
        problem,
        measure,
        owner,
        assigned_on,
        due_on,
        extended_to,
        done_on,
        progress,
        quality,
        returns,
        is_exempt,
        exempt_reason,
        note,
        evidence,
        upload_id,
        "row" as source_row,
        row_number() over (
            partition by task_id, team_id
            order by upload_id desc, "row" desc
        ) as recency
    from uploads.tasks
)

select
    task_id,
    team_id,
    role,
    title,
    source,
    level,
    problem,
    measure,
    owner,
    cast(assigned_on as date) as assigned_on,
    cast(due_on as date) as due_on,
    cast(extended_to as date) as extended_to,
    cast(done_on as date) as done_on,
    cast(progress as double) as progress,
    quality,
    cast(returns as bigint) as returns,
    cast(is_exempt as boolean) as is_exempt,
    exempt_reason,
    note,
    evidence,
    upload_id,
    source_row
from ranked_rows
where
    recency = 1
    and not exists (
        select 1
        from uploads.replacements
        where
            replacements.kind = 'tasks'
            and replacements.upload_id > ranked_rows.upload_id
            and replacements.month = substring(ranked_rows.due_on, 1, 7)
            and (
                replacements.team_id is null
                or replacements.team_id = ranked_rows.team_id
            )
    )
