-- One row per team and month with a confirmed gate or unit_red: the worst one.
--
-- subject   adjustment_id of the worst: false data and reprisal first, then smallest id
-- n         confirmed gates and unit_red
--
-- Source: Flag rules, section 3

with

gates as (
    select
        adjustment_effects.team_id,
        adjustment_effects.month,
        adjustment_effects.adjustment_id,
        adjustment_effects.grade_effect = 'poor' as is_alarm
    from scores.adjustment_effects
    inner join scores.months
        on months.month = adjustment_effects.month
    where adjustment_effects.grade_effect <> 'none'
),

ranked_gates as (
    select
        team_id,
        month,
        adjustment_id,
        is_alarm,
        count(*) over (partition by team_id, month) as gate_count,
        row_number() over (
            partition by team_id, month
            order by is_alarm desc, adjustment_id asc
        ) as place
    from gates
)

select
    team_id,
    month,
    case when is_alarm then 'alarm' else 'concern' end as severity,
    adjustment_id as subject,
    cast(null as double) as observed,
    cast(null as double) as threshold,
    gate_count as n,
    cast(null as double) as probability
from ranked_gates
where place = 1
