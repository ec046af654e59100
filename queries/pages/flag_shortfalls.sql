-- One row per flag of the given teams that ends by sending or settling more: how much.
--
-- Of rate_under_floor, over the window of its part; null for others:
--   cases, hits   count
--   needed        hits with which the upper bound of the interval reaches the floor, of
--                 as many cases, count
--
-- Of not_reported; null for others:
--   lacks_tasks, lacks_ratings, lacks_disclosures   came earlier, not in this month
--   is_graded     whether the evidence suffices for a grade
--   least_tasks   tasks a grade needs, count
--
-- $month      date, first day of the month
-- $team_ids   list of text; an empty list means none
--
-- Wilson's upper bound is on the floor where the floor lies wilson_z standard errors of
-- its own above the rate. The caller gives only teams the viewer may see.
-- Source: flags and statistics, section 3; E. B. Wilson (1927)

with

windows as (
    select
        flags.team_id,
        flags.flag,
        floors.floor,
        cast(sum(evidence.n) as bigint) as cases,
        cast(sum(evidence.hits) as bigint) as hits
    from flags.flags
    inner join rules.floors
        on floors.part = flags.subject
    inner join scores.evidence
        on evidence.team_id = flags.team_id
        and evidence.part = flags.subject
        and evidence.month <= flags.month
        and (year(flags.month) * 12 + month(flags.month))
        - (year(evidence.month) * 12 + month(evidence.month)) < floors.window_months
    where
        flags.flag = 'rate_under_floor'
        and flags.month = cast($month as date)
        and list_contains(cast($team_ids as varchar[]), flags.team_id)
    group by flags.team_id, flags.flag, floors.floor
),

sources as (
    select
        team_id,
        count_if(kind = 'tasks' and month = cast($month as date)) > 0 as has_tasks,
        count_if(kind = 'tasks') > 0 as had_tasks,
        count_if(
            kind in ('ratings', 'ballots') and month = cast($month as date)
        ) > 0 as has_ratings,
        count_if(kind in ('ratings', 'ballots')) > 0 as had_ratings,
        count_if(
            kind = 'disclosures' and month = cast($month as date)
        ) > 0 as has_disclosures,
        count_if(kind = 'disclosures') > 0 as had_disclosures
    from scores.items
    where
        month <= cast($month as date)
        and list_contains(cast($team_ids as varchar[]), team_id)
    group by team_id
),

shortfalls as (
    select
        windows.team_id,
        windows.flag,
        windows.cases,
        windows.hits,
        -- The last digit of a product must not ask for one hit more.
        cast(
            ceil(
                windows.cases * windows.floor - scheme.wilson_z * sqrt(
                    windows.cases * windows.floor * (1 - windows.floor)
                ) - 0.000000001
            ) as bigint
        ) as needed,
        cast(null as boolean) as lacks_tasks,
        cast(null as boolean) as lacks_ratings,
        cast(null as boolean) as lacks_disclosures,
        cast(null as boolean) as is_graded,
        cast(null as bigint) as least_tasks
    from windows
    cross join scope.scheme
    union all
    select
        flags.team_id,
        flags.flag,
        cast(null as bigint) as cases,
        cast(null as bigint) as hits,
        cast(null as bigint) as needed,
        coalesce(sources.had_tasks and not sources.has_tasks, true) as lacks_tasks,
        coalesce(
            sources.had_ratings and not sources.has_ratings, true
        ) as lacks_ratings,
        coalesce(
            sources.had_disclosures and not sources.has_disclosures, true
        ) as lacks_disclosures,
        totals.is_graded,
        cast(scheme.least_tasks as bigint) as least_tasks
    from flags.flags
    inner join scores.totals
        on totals.team_id = flags.team_id
        and totals.month = flags.month
    left join sources
        on sources.team_id = flags.team_id
    cross join scope.scheme
    where
        flags.flag = 'not_reported'
        and flags.month = cast($month as date)
        and list_contains(cast($team_ids as varchar[]), flags.team_id)
)

select
    team_id,
    flag,
    cases,
    hits,
    needed,
    lacks_tasks,
    lacks_ratings,
    lacks_disclosures,
    is_graded,
    least_tasks
from shortfalls
order by
    team_id asc,
    flag asc
