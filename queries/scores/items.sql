-- One row per scored fact: team, month, part and item, with its weight and value.
--
-- w           weight of the item within its part
-- x           points, 0 to 100, higher is better
-- kind        upload kind the fact came from
-- source_key  key of the source row; null for a fact about all rows of a month
-- upload_id   newest upload the fact came from; null as above
--
-- Source: Scoring rules, section 2

with

all_items as (
    select team_id, month, part, item_key, w, x, kind, source_key, upload_id
    from items.tasks
    union all
    select team_id, month, part, item_key, w, x, kind, source_key, upload_id
    from items.evaluation
    union all
    select team_id, month, part, item_key, w, x, kind, source_key, upload_id
    from items.disclosures
    union all
    select team_id, month, part, item_key, w, x, kind, source_key, upload_id
    from items.objections
    union all
    select team_id, month, part, item_key, w, x, kind, source_key, upload_id
    from items.petitions
    union all
    select team_id, month, part, item_key, w, x, kind, source_key, upload_id
    from items.audit_findings
)

select
    all_items.team_id,
    all_items.month,
    all_items.part,
    all_items.item_key,
    all_items.w,
    all_items.x,
    all_items.kind,
    all_items.source_key,
    all_items.upload_id
from all_items
inner join build.months
    on months.month = all_items.month
cross join scope.scheme
where
    scheme.first_month is null
    or year(all_items.month) * 100 + month(all_items.month) >= scheme.first_month
