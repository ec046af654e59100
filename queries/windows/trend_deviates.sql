-- One row per team, month and question: how far its change is from what is usual.
--
-- question   falling, improving
-- change     points: the team's change less the middle one of its comparison group
-- z          standard deviations among all teams of the month; the chance of so much by
--            luck is the normal distribution at z; no row where all teams change alike
--
-- The usual spread is read off the side the question is not about, so that teams which
-- truly fall do not hide each other. A quantile is the straight line between the two
-- changes next to it, as weights of one sum.
-- Source: Flag rules, section 5

with

team_changes as (
    select
        changes.team_id,
        changes.month,
        changes.scored_months,
        changes.raw_change - group_changes.median_change as change,
        (changes.raw_change - group_changes.median_change)
        / nullif(greatest(changes.baseline_sd, group_changes.median_sd), 0) as ratio
    from windows.changes
    inner join windows.trend_months
        on trend_months.month = changes.month
    inner join windows.group_changes
        on group_changes.month = changes.month
        and group_changes.comparison_group = changes.comparison_group
),

numbered_changes as (
    select
        team_id,
        month,
        scored_months,
        change,
        ratio,
        row_number() over (
            partition by month
            order by ratio asc, team_id asc
        ) - 1 as place,
        count(*) over (partition by month) - 1 as last_place
    from team_changes
    where ratio is not null
),

quantiles as (
    select
        month,
        sum(ratio * greatest(0, 1 - abs(place - last_place * 0.10))) as quantile_10,
        sum(ratio * greatest(0, 1 - abs(place - last_place * 0.25))) as quantile_25,
        sum(ratio * greatest(0, 1 - abs(place - last_place * 0.50))) as quantile_50,
        sum(ratio * greatest(0, 1 - abs(place - last_place * 0.75))) as quantile_75,
        sum(ratio * greatest(0, 1 - abs(place - last_place * 0.90))) as quantile_90
    from numbered_changes
    group by month
),

scales as (
    select
        quantiles.month,
        quantiles.quantile_50 as center,
        greatest(
            (quantiles.quantile_75 - quantiles.quantile_50)
            / nullif(scheme.normal_quantile_75, 0),
            (quantiles.quantile_90 - quantiles.quantile_50)
            / nullif(scheme.normal_quantile_90, 0)
        ) as upper_scale,
        greatest(
            (quantiles.quantile_50 - quantiles.quantile_25)
            / nullif(scheme.normal_quantile_75, 0),
            (quantiles.quantile_50 - quantiles.quantile_10)
            / nullif(scheme.normal_quantile_90, 0)
        ) as lower_scale
    from quantiles
    cross join scope.scheme
)

select
    numbered_changes.team_id,
    numbered_changes.month,
    'falling' as question,
    numbered_changes.change,
    numbered_changes.scored_months,
    (numbered_changes.ratio - scales.center) / nullif(scales.upper_scale, 0) as z
from numbered_changes
inner join scales
    on scales.month = numbered_changes.month
where scales.upper_scale > 0
union all
select
    numbered_changes.team_id,
    numbered_changes.month,
    'improving' as question,
    numbered_changes.change,
    numbered_changes.scored_months,
    (scales.center - numbered_changes.ratio) / nullif(scales.lower_scale, 0) as z
from numbered_changes
inner join scales
    on scales.month = numbered_changes.month
where scales.lower_scale > 0
