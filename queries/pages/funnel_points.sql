-- One row per team in sight of one peer group and part: is its rate more than chance.
--
-- rate               points, 0 to 100, higher is better: mean of x over six months
-- effective_n        items, after weight, one that stands for months counted once
-- z                  standard deviations from the center, on the angle scale
-- low, high          rates between which chance alone leaves the team
-- side               inside, above or below these limits; null: too few teams to say
-- is_out             whether it is outside, not null
-- center             rate in the middle of the comparison group
-- center_angle, ratio, between_variance   what funnel_limits draws the limits from
-- group_count        teams of the comparison group that have the part
-- least_teams        as many of them must be there for limits
--
-- The comparison group is the one most teams of the peer group are compared in; the
-- points are theirs. Rates are judged as angles asin √rate, on which the variance by
-- chance is ratio / 4n at any rate; so limits near 0 and 100 stay sane, and an angle is
-- clamped to 0 … π/2. The ratio is the pooled variance of items within teams over that
-- of yes-or-no items with the same mean; it is 1 where it cannot be measured.
-- The center is the median weighted by √n: n would be right if all teams were equal, 1
-- if chance were nothing. The true variance between the teams comes by the method of
-- moments from the z of all teams, their outer tenths drawn in, against what pure noise
-- would give. The funnel explains and never flags.
--
-- $month        date, first day of the month
-- $peer_group   text
-- $scope        list of text, roots of the trees in sight, or null
--
-- Source: Flag rules, section 6; D. J. Spiegelhalter, Stat. Med. 24 (2005), 1185

with

visible_teams as (
    select team_id
    from scope.lineage
    group by team_id
    having
        cast($scope as varchar[]) is null
        or count_if(list_contains(cast($scope as varchar[]), ancestor_id)) > 0
),

peer_teams as (
    select
        comparison_groups.team_id,
        comparison_groups.comparison_group,
        count(*) over (partition by comparison_groups.comparison_group) as team_count
    from estimates.comparison_groups
    where
        comparison_groups.month = cast($month as date)
        and comparison_groups.peer_group = cast($peer_group as varchar)
),

main_groups as (
    select
        comparison_group,
        row_number() over (
            order by max(team_count) desc, comparison_group asc
        ) as position
    from peer_teams
    group by comparison_group
),

rates as (
    select
        parts.part,
        parts.team_id,
        parts.rate,
        parts.score,
        parts.n,
        parts.effective_n,
        -- Known to the teams that are compared here; a tier has members that are not.
        case
            when comparison_groups.comparison_group = members.comparison_group
                then
                    parts.variance * parts.effective_n
                    * pow((rules.best - rules.worst) / 100, 2)
        end as item_variance,
        asin(sqrt(least(greatest(parts.rate, 0), 100) / 100)) as angle
    from estimates.parts
    inner join estimates.members
        on members.team_id = parts.team_id
        and members.month = parts.month
    inner join main_groups
        on main_groups.comparison_group = members.comparison_group
        and main_groups.position = 1
    inner join estimates.comparison_groups
        on comparison_groups.team_id = parts.team_id
        and comparison_groups.month = parts.month
    inner join rules.parts as rules
        on rules.part = parts.part
    where
        parts.month = cast($month as date)
        and parts.effective_n > 0
),

weighed as (
    select
        part,
        angle,
        sum(sqrt(effective_n)) over (
            partition by part
            order by angle asc, team_id asc
            rows between unbounded preceding and current row
        ) as running_weight,
        sum(sqrt(effective_n)) over (partition by part) as total_weight
    from rates
),

centers as (
    select
        part,
        min(angle) as center
    from weighed
    where running_weight * 2 >= total_weight
    group by part
),

ratios as (
    select
        part,
        count(*) as group_count,
        coalesce(
            nullif(max(item_variance), 0) / nullif(
                sum(effective_n * rate) / nullif(sum(effective_n), 0)
                * (100 - sum(effective_n * rate) / nullif(sum(effective_n), 0)),
                0
            ),
            1
        ) as ratio
    from rates
    group by part
),

noise as (
    select
        rates.part,
        ratios.group_count,
        ratios.ratio / nullif(4 * rates.effective_n, 0) as variance,
        (rates.angle - centers.center)
        / nullif(sqrt(ratios.ratio / nullif(4 * rates.effective_n, 0)), 0) as z
    from rates
    inner join centers
        on centers.part = rates.part
    inner join ratios
        on ratios.part = rates.part
),

ordered as (
    select
        part,
        group_count,
        variance,
        z,
        row_number() over (partition by part order by z asc) as position,
        floor(group_count * scheme.spread_quantile) as drawn_in
    from noise
    cross join scope.scheme
),

bounds as (
    select
        part,
        max(case when position = drawn_in + 1 then z end) as least_z,
        max(case when position = group_count - drawn_in then z end) as most_z
    from ordered
    group by part
),

moments as (
    select
        ordered.part,
        count(*) as group_count,
        sum(
            pow(least(greatest(ordered.z, bounds.least_z), bounds.most_z), 2)
        ) as squares,
        sum(1 / nullif(ordered.variance, 0)) as weight,
        sum(1 / nullif(ordered.variance * ordered.variance, 0)) as weight2
    from ordered
    inner join bounds
        on bounds.part = ordered.part
    group by ordered.part
),

spreads as (
    select
        moments.part,
        moments.group_count,
        ratios.ratio,
        centers.center,
        scheme.funnel_limit_z,
        scheme.funnel_least_teams,
        moments.group_count >= scheme.funnel_least_teams as is_judged,
        coalesce(
            greatest(
                (moments.squares / nullif(scheme.spread_target, 0))
                - (moments.group_count - 1),
                0
            ) / nullif(
                moments.weight - moments.weight2 / nullif(moments.weight, 0), 0
            ),
            0
        ) as between_variance
    from moments
    inner join ratios
        on ratios.part = moments.part
    inner join centers
        on centers.part = moments.part
    cross join scope.scheme
),

judged as (
    select
        rates.part,
        rates.team_id,
        rates.rate,
        rates.score,
        rates.n,
        rates.effective_n,
        spreads.group_count,
        spreads.ratio,
        spreads.center,
        spreads.between_variance,
        spreads.funnel_limit_z,
        spreads.funnel_least_teams,
        spreads.is_judged,
        (rates.angle - spreads.center) / nullif(
            sqrt(
                spreads.ratio / nullif(4 * rates.effective_n, 0)
                + spreads.between_variance
            ),
            0
        ) as z,
        spreads.funnel_limit_z * sqrt(
            spreads.ratio / nullif(4 * rates.effective_n, 0) + spreads.between_variance
        ) as reach
    from rates
    inner join spreads
        on spreads.part = rates.part
)

select
    judged.part,
    judged.team_id,
    teams.team_name,
    judged.rate,
    judged.score,
    judged.effective_n,
    judged.z,
    case
        when judged.is_judged
            then 100 * pow(sin(greatest(judged.center - judged.reach, 0)), 2)
    end as low,
    case
        when judged.is_judged
            then 100 * pow(sin(least(judged.center + judged.reach, asin(1))), 2)
    end as high,
    case
        when not judged.is_judged then null
        when judged.z > judged.funnel_limit_z then 'above'
        when judged.z < -judged.funnel_limit_z then 'below'
        else 'inside'
    end as side,
    100 * pow(sin(judged.center), 2) as center,
    judged.center as center_angle,
    judged.ratio,
    judged.between_variance,
    judged.group_count,
    judged.funnel_least_teams as least_teams,
    judged.is_judged and abs(judged.z) > judged.funnel_limit_z as is_out
from judged
inner join rules.parts as rules
    on rules.part = judged.part
inner join peer_teams
    on peer_teams.team_id = judged.team_id
inner join main_groups
    on main_groups.comparison_group = peer_teams.comparison_group
    and main_groups.position = 1
inner join visible_teams
    on visible_teams.team_id = judged.team_id
inner join staging.teams
    on teams.team_id = judged.team_id
order by
    rules.position asc,
    judged.effective_n asc,
    judged.team_id asc
