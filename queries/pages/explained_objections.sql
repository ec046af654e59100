-- One row per objection judged for one team in one month, and the row it came from.
--
-- w, x         weight and value (points, 0 to 100) of the item
-- limit_on     last day for an answer
-- limit_days   working days from receipt to that day
-- source_row   line of the uploaded file
--
-- $team    text, id of the team
-- $month   date, first day of the month
-- $part    text, part of the scheme
--
-- Source: scoring rules, section 2.3

select
    items.item_key,
    items.w,
    items.x,
    limit_days.day as limit_on,
    scheme.objection_days as limit_days,
    objections.objection_id,
    objections.matter,
    objections.received_on,
    objections.answered_on,
    objections.outcome,
    uploads.file_name,
    objections.upload_id,
    uploads.uploaded_at,
    objections.source_row
from scores.items as items
cross join scope.scheme as scheme
inner join staging.objections as objections
    on items.source_key = objections.objection_id
left join scope.calendar as receipt_days
    on objections.received_on = receipt_days.day
left join scope.calendar as limit_days
    on receipt_days.number + scheme.objection_days = limit_days.number
    and limit_days.is_working
left join build.uploads as uploads
    on objections.upload_id = uploads.upload_id
where
    items.team_id = cast($team as varchar)
    and items.month = cast($month as date)
    and items.part = cast($part as varchar)
order by items.x asc, items.item_key asc
