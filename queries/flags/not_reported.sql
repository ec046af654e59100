-- One row per team and month that is ungraded, or that stopped sending something.
--
-- observed    covered weight, points of 100
-- threshold   points of 100 that a grade needs
-- n           tasks in play
--
-- Stopped: tasks, ratings with ballots, or disclosures give no item, and gave some in
-- each of the months just before the gap began. A month in which the team is not scored
-- has none. From the second month it becomes a concern in flags.flags.
-- Source: Flag rules, section 3

with

reported_months as (
    select distinct
        evidence.team_id,
        evidence.month,
        parts.reported_by as source
    from scores.evidence
    inner join rules.parts
        on parts.part = evidence.part
    where parts.reported_by is not null
),

-- A run of reported months has one number: the month less its place in the sequence.
numbered_months as (
    select
        team_id,
        source,
        year(month) * 12 + month(month) as month_number,
        year(month) * 12 + month(month) - row_number() over (
            partition by team_id, source
            order by month asc
        ) as run_number
    from reported_months
),

runs as (
    select
        team_id,
        source,
        max(month_number) as last_number,
        count(*) as month_count
    from numbered_months
    group by team_id, source, run_number
),

gaps as (
    select
        team_id,
        source,
        last_number,
        month_count,
        lead(last_number - month_count + 1) over (
            partition by team_id, source
            order by last_number asc
        ) as next_number
    from runs
),

silent_months as (
    select distinct
        totals.team_id,
        totals.month
    from scores.totals
    cross join scope.scheme
    inner join gaps
        on gaps.team_id = totals.team_id
        and gaps.month_count >= scheme.reported_months
        and year(totals.month) * 12 + month(totals.month) > gaps.last_number
        and coalesce(
            year(totals.month) * 12 + month(totals.month) < gaps.next_number, true
        )
)

select
    totals.team_id,
    totals.month,
    'watch' as severity,
    cast(null as varchar) as subject,
    totals.covered_weight as observed,
    scheme.least_covered_weight as threshold,
    totals.task_count as n,
    cast(null as double) as probability
from scores.totals
cross join scope.scheme
left join silent_months
    on silent_months.team_id = totals.team_id
    and silent_months.month = totals.month
where not totals.is_graded or silent_months.team_id is not null
