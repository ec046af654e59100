-- One row per team in sight and month up to $month: its score among its own months.
--
-- final_score      points as published, 0 to 100; null without evidence
-- centre           mean of the team's own months, points
-- lower_limit, upper_limit             natural limits, points, kept within 0 to 100
-- near_lower_limit, near_upper_limit   two thirds of the way to them, points
-- label            beyond_limit, trend, near_limit or one_side: the first that holds;
--                  null when nothing is unusual, or too few months to tell
-- since            first month of what the label speaks of; null without a label
-- point_count      months with a score up to $month
-- least_points     months with a score that limits need
-- is_upward        of the label: above the centre, or rising; null without a label
-- is_too_short     too few months: then neither limits nor labels
--
-- $month      date, first day of the month
-- $team_ids   list of text, or null for every team in sight
-- $scope      list of text, roots of the trees in sight, or null for everything
--
-- Ranges, steps and runs go from one month with a score to the next one with a score: a
-- month without breaks nothing. Every month of a run has its label. One screening pass:
-- ranges at or over the factor times their mean leave the mean. A distance is larger
-- only by more than the nudge of rounding. No label decides a flag.
-- Source: Flag rules, section 6; D. J. Wheeler, Understanding Variation (SPC Press)

with

visible_teams as (
    select team_id
    from scope.lineage
    where
        cast($team_ids as varchar[]) is null
        or list_contains(cast($team_ids as varchar[]), team_id)
    group by team_id
    having
        cast($scope as varchar[]) is null
        or count_if(list_contains(cast($scope as varchar[]), ancestor_id)) > 0
),

steps as (
    select
        totals.team_id,
        totals.month,
        totals.rounded_score as score,
        totals.rounded_score - lag(totals.rounded_score) over (
            partition by totals.team_id
            order by totals.month asc
        ) as step,
        row_number() over (
            partition by totals.team_id
            order by totals.month asc
        ) as position
    from scores.totals
    inner join visible_teams
        on visible_teams.team_id = totals.team_id
    where
        totals.month <= cast($month as date)
        and totals.rounded_score is not null
),

means as (
    select
        team_id,
        avg(score) as centre,
        avg(abs(step)) as mean_range,
        count(*) as point_count
    from steps
    group by team_id
),

limits as (
    select
        means.team_id,
        means.point_count,
        means.centre,
        -- A team that never moves has no range under a multiple of their mean, 0.
        scheme.control_limit_factor * coalesce(avg(abs(steps.step)), 0) as width,
        scheme.control_limit_factor * coalesce(avg(abs(steps.step)), 0)
        * scheme.control_near_share as near_width
    from means
    cross join scope.scheme
    left join steps
        on steps.team_id = means.team_id
        and abs(steps.step) < scheme.control_screen_factor * means.mean_range
    where means.point_count >= scheme.control_least_points
    group by
        means.team_id,
        means.point_count,
        means.centre,
        scheme.control_limit_factor,
        scheme.control_near_share
),

distances as (
    select
        steps.team_id,
        steps.month,
        steps.position,
        steps.step,
        steps.score - limits.centre as distance,
        limits.width + scheme.rounding_nudge / 100 as width,
        limits.near_width + scheme.rounding_nudge / 100 as near_width,
        scheme.rounding_nudge / 100 as nudge
    from steps
    inner join limits
        on limits.team_id = steps.team_id
    cross join scope.scheme
),

-- 1 is upward, -1 downward, 0 neither.
points as (
    select
        team_id,
        month,
        position,
        case when step > 0 then 1 when step < 0 then -1 else 0 end as way,
        case
            when distance > nudge then 1
            when distance < -nudge then -1
            else 0
        end as side,
        abs(distance) > width as is_beyond,
        abs(distance) > near_width and abs(distance) <= width as is_near
    from distances
),

signs as (
    select
        team_id,
        position,
        'trend' as label,
        way as sign
    from points
    where way != 0
    union all
    select
        team_id,
        position,
        'one_side' as label,
        side as sign
    from points
    where side != 0
),

-- Neighbours with the same sign differ from their number in the same way.
numbered_signs as (
    select
        team_id,
        position,
        label,
        sign,
        position - row_number() over (
            partition by team_id, label, sign
            order by position asc
        ) as run
    from signs
),

runs as (
    select
        team_id,
        label,
        sign,
        min(position) as first_position,
        max(position) as last_position,
        count(*) as run_length
    from numbered_signs
    group by team_id, label, sign, run
),

signals as (
    select
        team_id,
        1 as place,
        'beyond_limit' as label,
        side as sign,
        position as first_position,
        position as last_position
    from points
    where is_beyond
    union all
    select
        runs.team_id,
        case when runs.label = 'trend' then 2 else 4 end as place,
        runs.label,
        runs.sign,
        -- A trend begins at the point before its first step.
        case
            when runs.label = 'trend' then runs.first_position - 1
            else runs.first_position
        end as first_position,
        runs.last_position
    from runs
    cross join scope.scheme
    where
        case
            when runs.label = 'trend'
                then runs.run_length >= scheme.control_trend_steps
            else runs.run_length >= scheme.control_side_points
        end
    union all
    select
        firsts.team_id,
        3 as place,
        'near_limit' as label,
        firsts.side as sign,
        firsts.position as first_position,
        max(others.position) as last_position
    from points as firsts
    cross join scope.scheme
    inner join points as others
        on others.team_id = firsts.team_id
        and others.side = firsts.side
        and others.position >= firsts.position
        and others.position < firsts.position + scheme.control_near_window
    where
        firsts.is_near
        and others.is_near
    group by
        firsts.team_id,
        firsts.side,
        firsts.position,
        scheme.control_near_points
    having count(*) >= scheme.control_near_points
),

-- Where two runs of one kind meet, the later one speaks.
ordered_signals as (
    select
        points.team_id,
        points.month,
        signals.label,
        signals.sign,
        signals.first_position,
        row_number() over (
            partition by points.team_id, points.month
            order by signals.place asc, signals.first_position desc
        ) as choice
    from points
    inner join signals
        on signals.team_id = points.team_id
        and points.position
        between signals.first_position and signals.last_position
    where
        signals.label != 'near_limit'
        or (points.is_near and points.side = signals.sign)
)

select
    totals.team_id,
    totals.month,
    totals.rounded_score as final_score,
    limits.centre,
    -- greatest and least pass over null, and nothing is no limit of 0.
    case
        when limits.centre is not null
            then greatest(limits.centre - limits.width, 0)
    end as lower_limit,
    case
        when limits.centre is not null
            then least(limits.centre + limits.width, 100)
    end as upper_limit,
    case
        when limits.centre is not null
            then greatest(limits.centre - limits.near_width, 0)
    end as near_lower_limit,
    case
        when limits.centre is not null
            then least(limits.centre + limits.near_width, 100)
    end as near_upper_limit,
    ordered_signals.label,
    firsts.month as since,
    coalesce(means.point_count, 0) as point_count,
    scheme.control_least_points as least_points,
    ordered_signals.sign > 0 as is_upward,
    limits.team_id is null as is_too_short
from scores.totals
inner join visible_teams
    on visible_teams.team_id = totals.team_id
cross join scope.scheme
left join means
    on means.team_id = totals.team_id
left join limits
    on limits.team_id = totals.team_id
left join ordered_signals
    on ordered_signals.team_id = totals.team_id
    and ordered_signals.month = totals.month
    and ordered_signals.choice = 1
left join points as firsts
    on firsts.team_id = ordered_signals.team_id
    and firsts.position = ordered_signals.first_position
where totals.month <= cast($month as date)
order by totals.team_id asc, totals.month asc
