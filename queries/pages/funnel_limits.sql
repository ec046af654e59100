-- One row per step of the number of items: where chance alone leaves a team's rate.
--
-- effective_n           items, from a little less than the least to more than the most
-- low, high             points, 0 to 100: 998 of 1,000 teams lie between them
-- inner_low, _high      the same for 95 of 100 teams
--
-- Steps grow with n, as the limits are steep where it is small. An angle is clamped to
-- 0 … π/2, so limits never fold back.
--
-- $center             angle of the middle of the comparison group, 0 to π/2
-- $ratio              variance of the items over that of yes-or-no items
-- $between_variance   true variance between teams, angle squared
-- $least_n, $most_n   items
--
-- Source: Flag rules, section 6; queries/pages/funnel_points.sql

with

-- Two dozen rows to count with; every version knows more days than that.
steps as (
    select row_number() over (order by day asc) as step
    from build.days
),

counted as (
    select
        0.9 * cast($least_n as double) * pow(
            cast($most_n as double) * 1.1
            / nullif(cast($least_n as double) * 0.9, 0),
            cast(step - 1 as double) / 23
        ) as effective_n
    from steps
    where step <= 24
),

spreads as (
    select
        effective_n,
        sqrt(
            cast($ratio as double) / nullif(4 * effective_n, 0)
            + cast($between_variance as double)
        ) as spread
    from counted
),

angles as (
    select
        spreads.effective_n,
        cast($center as double) - scheme.funnel_limit_z * spreads.spread as low,
        cast($center as double) - scheme.funnel_inner_z * spreads.spread as inner_low,
        cast($center as double) + scheme.funnel_inner_z * spreads.spread as inner_high,
        cast($center as double) + scheme.funnel_limit_z * spreads.spread as high
    from spreads
    cross join scope.scheme
)

select
    effective_n,
    100 * pow(sin(greatest(low, 0)), 2) as low,
    100 * pow(sin(greatest(inner_low, 0)), 2) as inner_low,
    100 * pow(sin(least(inner_high, asin(1))), 2) as inner_high,
    100 * pow(sin(least(high, asin(1))), 2) as high
from angles
order by effective_n asc
