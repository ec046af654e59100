-- One row per item of a petition part of one team in one month, and its source row.
--
-- w, x              weight and value (points, 0 to 100) of the item
-- answered_on       earlier of notice and rejection, null while unanswered
-- accept_limit, close_limit   last days for an answer and for closing
-- counts_as_repeat  as the register says, or found by the same petitioner and topic
-- petitioner        short pseudonym
-- source_row        line of the uploaded file
--
-- $team    text, id of the team
-- $month   date, first day of the month
-- $part    text, part of the scheme
--
-- Source: scoring rules, section 2.4

select
    items.item_key,
    items.w,
    items.x,
    clocks.answered_on,
    clocks.accept_limit,
    clocks.close_limit,
    clocks.is_repeat as counts_as_repeat,
    petitions.case_id,
    petitions.channel,
    petitions.purpose,
    petitions.topic,
    substring(petitions.petitioner_key, 1, 6) as petitioner,
    petitions.people,
    petitions.received_on,
    petitions.notified_on,
    petitions.rejected_on,
    petitions.accepted_on,
    petitions.extended_on,
    petitions.closed_on,
    petitions.is_repeat,
    petitions.is_skip_level,
    petitions.is_collective,
    petitions.satisfaction,
    petitions.finding,
    uploads.file_name,
    petitions.upload_id,
    uploads.uploaded_at,
    petitions.source_row
from scores.items as items
inner join scope.petitions as clocks
    on items.team_id = clocks.team_id
    and items.source_key = clocks.case_id
inner join staging.petitions as petitions
    on items.team_id = petitions.team_id
    and items.source_key = petitions.case_id
left join build.uploads as uploads
    on petitions.upload_id = uploads.upload_id
where
    items.team_id = cast($team as varchar)
    and items.month = cast($month as date)
    and items.part = cast($part as varchar)
order by items.x asc, items.item_key asc
