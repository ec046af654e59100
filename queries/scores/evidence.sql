-- One row per team, month and part with items: the sums that every score comes from.
--
-- n, hits            items, and items with x = 100
-- sum_w … sum_wx2    sums of w, w², w·x, w·x²
-- new_sum_w, _w2     the first two over the items that the month before did not have
--
-- Source: Scoring rules, section 3

with

-- Items that could stand in the month after as well.
carried_items as (
    select
        items.team_id,
        items.part,
        items.item_key,
        months.month as next_month
    from scores.items
    inner join rules.parts
        on parts.part = items.part
    inner join build.months
        on months.previous_month = items.month
    where parts.carries_over
),

marked_items as (
    select
        items.team_id,
        items.month,
        items.part,
        items.w,
        items.x,
        case when carried_items.item_key is null then items.w else 0 end as new_w
    from scores.items
    inner join build.months
        on months.month = items.month
    left join carried_items
        on carried_items.team_id = items.team_id
        and carried_items.part = items.part
        and carried_items.item_key = items.item_key
        and carried_items.next_month = items.month
)

select
    team_id,
    month,
    part,
    count(*) as n,
    cast(count_if(x = 100) as bigint) as hits,
    sum(w) as sum_w,
    sum(w * w) as sum_w2,
    sum(w * x) as sum_wx,
    sum(w * x * x) as sum_wx2,
    sum(new_w) as new_sum_w,
    sum(new_w * new_w) as new_sum_w2
from marked_items
group by team_id, month, part
