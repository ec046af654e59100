-- One row per scored team and month: its light and whether it is underperforming.
--
-- light                green, yellow, red, grey (ungraded and no gate)
-- is underperforming   concern or alarm of a flag that says so in rules/flags.csv
--
-- Source: Flag rules, section 3; column order is part of the interface

with

worst_flags as (
    select
        flags.team_id,
        flags.month,
        bool_or(flags.severity in ('concern', 'alarm')) as is_red,
        bool_or(flags.flag = 'gate') as has_gate,
        bool_or(
            flags.severity in ('concern', 'alarm') and flag_rules.is_underperforming
        ) as is_underperforming
    from flags.flags
    inner join rules.flags as flag_rules
        on flag_rules.flag = flags.flag
    group by flags.team_id, flags.month
)

select
    totals.team_id,
    totals.month,
    case
        when not totals.is_graded and not coalesce(worst_flags.has_gate, false)
            then 'grey'
        when worst_flags.team_id is null then 'green'
        when worst_flags.is_red then 'red'
        else 'yellow'
    end as light,
    coalesce(worst_flags.is_underperforming, false) as underperforming
from scores.totals
left join worst_flags
    on worst_flags.team_id = totals.team_id
    and worst_flags.month = totals.month
