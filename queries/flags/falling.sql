-- One row per team and month whose fall is more than luck, the second month running.
--
-- observed      points: change against the middle one of its comparison group
-- n             months of the long window in which the team was scored
-- probability   chance of so large a fall by luck alone
--
-- Source: Flag rules, sections 3 and 5

with

falls as (
    select
        trends.team_id,
        trends.month,
        year(trends.month) * 12 + month(trends.month) as month_number,
        trends.change,
        trends.scored_months,
        trends.probability
    from estimates.trends
    cross join scope.scheme
    where
        trends.question = 'falling'
        and trends.false_share <= scheme.falling_false_share
)

select
    falls.team_id,
    falls.month,
    'watch' as severity,
    cast(null as varchar) as subject,
    falls.change as observed,
    cast(null as double) as threshold,
    falls.scored_months as n,
    falls.probability
from falls
inner join falls as earlier_falls
    on earlier_falls.team_id = falls.team_id
    and earlier_falls.month_number = falls.month_number - 1
