-- One row per team and month with a rate that is surely under its floor: the worst
-- part.
--
-- subject     part with the largest distance of its upper bound under the floor
-- observed    share of hits, 0 to 1
-- threshold   the floor, 0 to 1
-- n           cases in the window
--
-- Surely: the upper bound of Wilson's 95 % interval is under the floor, so that a few
-- unlucky cases of a small team are never held against it.
-- Source: Flag rules, section 3; E. B. Wilson, J. Am. Stat. Assoc. 22 (1927), 209

with

-- Hits and cases of the window that ends with each month.
windows as (
    select
        totals.team_id,
        totals.month,
        floors.part,
        floors.floor,
        cast(sum(evidence.n) as double) as n,
        cast(sum(evidence.hits) as double) as hits
    from scores.totals
    cross join rules.floors
    inner join scores.evidence
        on evidence.team_id = totals.team_id
        and evidence.part = floors.part
        and evidence.month <= totals.month
        and (year(totals.month) * 12 + month(totals.month))
        - (year(evidence.month) * 12 + month(evidence.month)) < floors.window_months
    group by totals.team_id, totals.month, floors.part, floors.floor
),

bounds as (
    select
        windows.team_id,
        windows.month,
        windows.part,
        windows.floor,
        windows.n,
        windows.hits / nullif(windows.n, 0) as rate,
        (
            windows.hits / nullif(windows.n, 0)
            + scheme.wilson_z * scheme.wilson_z / nullif(2 * windows.n, 0)
            + scheme.wilson_z * sqrt(
                windows.hits * (windows.n - windows.hits)
                / nullif(windows.n * windows.n * windows.n, 0)
                + scheme.wilson_z * scheme.wilson_z
                / nullif(4 * windows.n * windows.n, 0)
            )
        ) / nullif(
            1 + scheme.wilson_z * scheme.wilson_z / nullif(windows.n, 0), 0
        ) as upper_bound
    from windows
    cross join scope.scheme
    where windows.n >= scheme.floor_least_cases
),

ranked_parts as (
    select
        team_id,
        month,
        part,
        floor,
        n,
        rate,
        row_number() over (
            partition by team_id, month
            order by floor - upper_bound desc, part asc
        ) as place
    from bounds
    where upper_bound < floor
)

select
    team_id,
    month,
    'watch' as severity,
    part as subject,
    rate as observed,
    floor as threshold,
    cast(n as bigint) as n,
    cast(null as double) as probability
from ranked_parts
where place = 1
