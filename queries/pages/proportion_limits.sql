-- One row per team in sight, part and month up to $month with cases: a rate over time.
--
-- rate             share, 0 to 1; of repeats the share of repeats, so less is better
-- centre           share of all cases up to $month, 0 to 1
-- lower_limit, upper_limit   Laney's limits for that many cases, within 0 to 1
-- sigma_p          standard deviation of the rate that n alone would make
-- sigma_z          how much more the months differ than n alone would make them
-- label            beyond_limit; null when nothing is unusual, or too few to tell
-- n, hits          cases, and those that count towards the rate
-- point_count      months with cases up to $month
-- least_points     months with cases that limits need
-- least_cases      n below which a month gets no label
-- is_upward        of the label: above the centre; null without a label
-- is_too_short     too few months: then neither limits nor labels
-- is_small         too few cases in the month to be judged
--
-- $month      date, first day of the month
-- $team_ids   list of text, or null for every team in sight
-- $scope      list of text, roots of the trees in sight, or null for everything
--
-- Limits widen where cases are few. Ranges go from one month with cases to the next
-- with cases: a month without breaks nothing. Where cases are few and nearly all go
-- well the limits are narrower than one case: a month is labelled only if it stays
-- beyond them with one case more or less. No label decides a flag.
-- Source: Flag rules, section 6; D. B. Laney, Quality Engineering 14 (2002), 531

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

-- The parts whose items are cases, each of which counts or does not.
cases as (
    select
        evidence.team_id,
        evidence.part,
        evidence.month,
        cast(evidence.n as double) as n,
        cast(
            case
                when evidence.part = 'petition_repeat'
                    then evidence.n - evidence.hits
                else evidence.hits
            end as double
        ) as hits
    from scores.evidence
    inner join visible_teams
        on visible_teams.team_id = evidence.team_id
    where
        evidence.month <= cast($month as date)
        and evidence.part in (
            'petition_accept',
            'petition_close',
            'petition_repeat',
            'petition_satisfied',
            'petition_rated',
            'audit_rectified',
            'audit_report',
            'notice_on_time',
            'objection_on_time'
        )
),

centres as (
    select
        team_id,
        part,
        sum(hits) / nullif(sum(n), 0) as centre,
        count(*) as point_count
    from cases
    group by team_id, part
),

standardised as (
    select
        cases.team_id,
        cases.part,
        cases.month,
        cases.n,
        cases.hits,
        centres.centre,
        centres.point_count,
        cases.hits / nullif(cases.n, 0) as rate,
        sqrt(centres.centre * (1 - centres.centre) / nullif(cases.n, 0)) as sigma_p,
        -- Where every case went the same way no month differs from another.
        coalesce(
            (cases.hits / nullif(cases.n, 0) - centres.centre)
            / nullif(
                sqrt(centres.centre * (1 - centres.centre) / nullif(cases.n, 0)), 0
            ),
            0
        ) as z
    from cases
    inner join centres
        on centres.team_id = cases.team_id
        and centres.part = cases.part
),

ranges as (
    select
        team_id,
        part,
        abs(
            z - lag(z) over (
                partition by team_id, part
                order by month asc
            )
        ) as moving_range
    from standardised
),

spreads as (
    select
        ranges.team_id,
        ranges.part,
        avg(ranges.moving_range) / nullif(scheme.control_range_mean, 0) as sigma_z
    from ranges
    cross join scope.scheme
    group by ranges.team_id, ranges.part, scheme.control_range_mean
),

widths as (
    select
        standardised.team_id,
        standardised.part,
        standardised.month,
        standardised.rate,
        standardised.sigma_p,
        spreads.sigma_z,
        standardised.n,
        standardised.hits,
        standardised.point_count,
        scheme.control_least_points as least_points,
        scheme.floor_least_cases as least_cases,
        scheme.control_spare_cases as spare_cases,
        scheme.rounding_nudge / 100 as nudge,
        case
            when standardised.point_count >= scheme.control_least_points
                then standardised.centre
        end as centre,
        scheme.control_sigmas * standardised.sigma_p * spreads.sigma_z as width
    from standardised
    inner join spreads
        on spreads.team_id = standardised.team_id
        and spreads.part = standardised.part
    cross join scope.scheme
),

labels as (
    select
        team_id,
        part,
        month,
        case
            when
                n >= least_cases
                and abs(rate - centre) - spare_cases / nullif(n, 0) > width + nudge
                then 'beyond_limit'
        end as label
    from widths
)

select
    widths.team_id,
    widths.part,
    widths.month,
    widths.rate,
    widths.centre,
    -- greatest and least pass over null, and nothing is no limit of 0.
    case
        when widths.centre is not null
            then greatest(widths.centre - widths.width, 0)
    end as lower_limit,
    case
        when widths.centre is not null
            then least(widths.centre + widths.width, 1)
    end as upper_limit,
    widths.sigma_p,
    widths.sigma_z,
    labels.label,
    cast(widths.n as bigint) as n,
    cast(widths.hits as bigint) as hits,
    widths.point_count,
    widths.least_points,
    widths.least_cases,
    case
        when labels.label is not null then widths.rate > widths.centre
    end as is_upward,
    widths.centre is null as is_too_short,
    widths.n < widths.least_cases as is_small
from widths
inner join labels
    on labels.team_id = widths.team_id
    and labels.part = widths.part
    and labels.month = widths.month
order by widths.team_id asc, widths.part asc, widths.month asc
