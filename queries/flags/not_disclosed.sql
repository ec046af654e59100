-- One row per team and month with a notice past its due day and not posted: the worst
-- one.
--
-- subject     notice_id of the worst: most days, smallest id
-- observed    natural days past the due day on the cutoff
-- threshold   0 days
-- n           notices not posted
--
-- A second month running becomes a concern in flags.flags.
-- Source: Flag rules, section 3

with

missing_notices as (
    select
        disclosures.team_id,
        totals.month,
        disclosures.notice_id,
        date_diff('day', disclosures.due_on, months.cutoff) as days_past
    from staging.disclosures
    inner join build.months
        on disclosures.due_on < months.cutoff
        and coalesce(disclosures.posted_on > months.cutoff, true)
    inner join scores.totals
        on totals.team_id = disclosures.team_id
        and totals.month = months.month
),

ranked_notices as (
    select
        team_id,
        month,
        notice_id,
        days_past,
        count(*) over (partition by team_id, month) as notice_count,
        row_number() over (
            partition by team_id, month
            order by days_past desc, notice_id asc
        ) as place
    from missing_notices
)

select
    team_id,
    month,
    'watch' as severity,
    notice_id as subject,
    cast(days_past as double) as observed,
    cast(0 as double) as threshold,
    notice_count as n,
    cast(null as double) as probability
from ranked_notices
where place = 1
