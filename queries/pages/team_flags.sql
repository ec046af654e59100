-- One row per flag of the given teams in one month, the gravest of a team first.
--
-- severity     watch, concern or alarm
-- subject      dimension, part or row the worst case is about, or null
-- observed, threshold   in the unit of the flag, null where it has none
-- n            what the number stands on, count; null where it has none
-- probability  how sure the flag is, or how much of it chance could do; null for most
-- since        first month of the unbroken run
--
-- $month      date, first day of the month
-- $team_ids   list of text; an empty list means none
--
-- Source: flags and statistics, section 3

select
    team_id,
    flag,
    severity,
    subject,
    observed,
    threshold,
    cast(n as bigint) as n,
    probability,
    since,
    note
from flags.flags
where
    month = cast($month as date)
    and list_contains(cast($team_ids as varchar[]), team_id)
order by
    team_id asc,
    case severity when 'alarm' then 3 when 'concern' then 2 else 1 end desc,
    flag asc
