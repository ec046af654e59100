-- One row per item of a notice part of one team in one month, and the row it came from.
--
-- w, x             weight and value (points, 0 to 100) of the item
-- days_up          working days the notice stayed, both ends counted; null if still up
-- least_days_up    working days it must stay
-- is_up            still posted on the day the month is described on
-- source_row       line of the uploaded file
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
    last_days.number - first_days.number
    + case when first_days.is_working then 1 else 0 end as days_up,
    scheme.notice_days as least_days_up,
    coalesce(notices.posted_until >= months.cutoff, true) as is_up,
    notices.notice_id,
    notices.subject,
    notices.due_on,
    notices.posted_on,
    notices.posted_until,
    notices.items_due,
    notices.items_posted,
    notices.channel,
    notices.url,
    uploads.file_name,
    notices.upload_id,
    uploads.uploaded_at,
    notices.source_row
from scores.items as items
cross join scope.scheme as scheme
inner join scores.months as months
    on items.month = months.month
inner join staging.disclosures as notices
    on items.team_id = notices.team_id
    and items.source_key = notices.notice_id
left join scope.calendar as first_days
    on notices.posted_on = first_days.day
left join scope.calendar as last_days
    on notices.posted_until = last_days.day
left join build.uploads as uploads
    on notices.upload_id = uploads.upload_id
where
    items.team_id = cast($team as varchar)
    and items.month = cast($month as date)
    and items.part = cast($part as varchar)
order by items.x asc, items.item_key asc
