-- One row per given team and part it has evidence in: the part over the window.
--
-- score         points, 0 to 100
-- lost_points   points that this part keeps its dimension from 100; those of one
--               dimension add up to what it lacks
-- n             items of the window, count
--
-- $month      date, first day of the month
-- $team_ids   list of text; an empty list means none
--
-- The caller gives only teams the viewer may see.
-- Source: flags and statistics, section 2

select
    parts.team_id,
    parts.dimension,
    parts.part,
    parts.score,
    parts.points * (100 - parts.score) / nullif(
        sum(parts.points) over (partition by parts.team_id, parts.dimension), 0
    ) as lost_points,
    parts.n
from estimates.parts
inner join rules.parts as part_rules
    on part_rules.part = parts.part
where
    parts.month = cast($month as date)
    and list_contains(cast($team_ids as varchar[]), parts.team_id)
order by
    parts.team_id asc,
    part_rules.position asc
