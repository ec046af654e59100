-- One row per graded team and month whose final score is between the red and yellow
-- lines.
--
-- observed    points, rounded as published
-- threshold   points
-- n           items of the month
--
-- A second month running becomes a concern in flags.flags.
-- Source: Flag rules, section 3

select
    totals.team_id,
    totals.month,
    'watch' as severity,
    cast(null as varchar) as subject,
    totals.rounded_score as observed,
    scheme.yellow_line as threshold,
    totals.item_count as n,
    cast(null as double) as probability
from scores.totals
cross join scope.scheme
where
    totals.is_graded
    and totals.rounded_score >= scheme.red_line
    and totals.rounded_score < scheme.yellow_line
