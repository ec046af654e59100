-- One row per part of the scheme: what one team has in it.
--
-- points, dimension_points       what part and dimension are worth, points of 100
-- prior_weight                   items the rate of the peer group counts as; 0 for none
-- worst, best                    rates that give no and full marks, points
-- n, hits                        items, and items with full marks; null without items
-- sum_w, sum_wx                  sums of weights and of weight times value
-- rate, shrunken_rate            points, 0 to 100; null without items
-- part_score, dimension_score    points, 0 to 100; null without items
-- base_share                     share of the part in the team's own base score, 0 to 1
--
-- $team    text, id of the team
-- $month   date, first day of the month
--
-- Source: scoring rules, section 3

with

own_parts as (
    select
        parts.part,
        parts.n,
        evidence.hits,
        parts.sum_w,
        evidence.sum_wx,
        parts.rate,
        parts.shrunken_rate,
        parts.part_score
    from scores.parts as parts
    inner join scores.evidence as evidence
        on parts.team_id = evidence.team_id
        and parts.month = evidence.month
        and parts.part = evidence.part
    where
        parts.team_id = cast($team as varchar)
        and parts.month = cast($month as date)
),

own_dimensions as (
    select
        dimension,
        score,
        points / nullif(sum(points) over (), 0) as base_share
    from scores.dimensions
    where team_id = cast($team as varchar) and month = cast($month as date)
)

select
    rules.part,
    rules.dimension,
    rules.points,
    sum(rules.points) over (partition by rules.dimension) as dimension_points,
    rules.prior_weight,
    rules.worst,
    rules.best,
    own_parts.n,
    own_parts.hits,
    own_parts.sum_w,
    own_parts.sum_wx,
    own_parts.rate,
    own_parts.shrunken_rate,
    own_parts.part_score,
    own_dimensions.score as dimension_score,
    case
        when own_parts.part is not null
            then
                own_dimensions.base_share * rules.points / nullif(
                    sum(case when own_parts.part is not null then rules.points end)
                        over (partition by rules.dimension),
                    0
                )
    end as base_share
from rules.parts as rules
left join own_parts
    on rules.part = own_parts.part
left join own_dimensions
    on rules.dimension = own_dimensions.dimension
order by rules.position asc, rules.part asc
