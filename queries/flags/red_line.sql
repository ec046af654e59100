-- One row per graded team and month whose final score is under the red line.
--
-- observed    points, rounded as published
-- threshold   points
-- n           items of the month
-- note        disagrees: the team is hardly under its standard, chance taken off
--
-- Source: Flag rules, section 3

select
    totals.team_id,
    totals.month,
    'concern' as severity,
    cast(null as varchar) as subject,
    totals.rounded_score as observed,
    scheme.red_line as threshold,
    totals.item_count as n,
    cast(null as double) as probability,
    case
        when levels.p_below < scheme.watch_probability then 'disagrees'
    end as note
from scores.totals
cross join scope.scheme
left join estimates.levels
    on levels.team_id = totals.team_id
    and levels.month = totals.month
where totals.is_graded and totals.rounded_score < scheme.red_line
