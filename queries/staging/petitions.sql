-- One row per case and team: cases and their clocks; the petitioner only as a salted
-- hash.
--
-- people          people
-- is_repeat       null when the register does not say
-- source_row      line of the uploaded file, as a person sees it
--
-- Of each key the newest row counts, whatever upload it came in, unless a later upload
-- replaced everything of the month of its received_on.
-- Source: Scoring rules, section 1

with

ranked_rows as (
    select
        case_id,
        team_id,
        channel,
        purpose,
        topic,
        petitioner_key,
        people,
        received_on,
        notified_on,
        rejected_on,
        accepted_on,
        extended_on,
        closed_on,
        is_repeat,
        is_skip_level,
        is_collective,
        satisfaction,
        finding,
        cleared_on,
        excluded_reason,
        upload_id,
        "row" as source_row,
        row_number() over (
            partition by case_id, team_id
            order by upload_id desc, "row" desc
        ) as recency
    from uploads.petitions
)

select
    case_id,
    team_id,
    channel,
    purpose,
    topic,
    petitioner_key,
    cast(people as bigint) as people,
    cast(received_on as date) as received_on,
    cast(notified_on as date) as notified_on,
    cast(rejected_on as date) as rejected_on,
    cast(accepted_on as date) as accepted_on,
    cast(extended_on as date) as extended_on,
    cast(closed_on as date) as closed_on,
    cast(is_repeat as boolean) as is_repeat,
    cast(is_skip_level as boolean) as is_skip_level,
    cast(is_collective as boolean) as is_collective,
    satisfaction,
    finding,
    cast(cleared_on as date) as cleared_on,
    excluded_reason,
    upload_id,
    source_row
from ranked_rows
where
    recency = 1
    and not exists (
        select 1
        from uploads.replacements
        where
            replacements.kind = 'petitions'
            and replacements.upload_id > ranked_rows.upload_id
            and replacements.month = substring(ranked_rows.received_on, 1, 7)
            and (
                replacements.team_id is null
                or replacements.team_id = ranked_rows.team_id
            )
    )
