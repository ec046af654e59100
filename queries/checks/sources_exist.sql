-- One row per item whose upload is not among the uploads of this version.
--
-- Looks at the months that this build computed; the others were looked at before.
-- Source: Scoring rules, section 2

select
    items.team_id,
    items.month,
    items.part,
    items.item_key,
    items.upload_id
from scores.items
inner join build.months
    on months.month = items.month
left join build.uploads
    on uploads.upload_id = items.upload_id
where items.upload_id is not null and uploads.upload_id is null
