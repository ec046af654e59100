-- One row per part and span: a rate of petitions or findings with its 95 % interval.
--
-- span              all or team: the months of the part's window; month: that month
-- id                team_id, or the first day of the month; null for all
-- rate              share, 0 to 1; of repeats the share of repeats, so less is better;
--                   of audit_money the share of the money
-- low, high         Wilson's 95 % interval, share; null for money
-- floor             share, null for a part without one
-- n                 cases or findings the rate stands on, count
-- hits              those that count towards the rate, count
-- petitioner_count  petitioners behind the repeats of all teams, else null
-- full_share        share of repeats with full points; zero_share that with none
-- least_cases       n below which a rate is not judged
-- is_small          too few to be judged
-- is_under_floor    surely: the whole interval is under the floor, and n is not small
--
-- $month               date, first day of the month
-- $window_months       months of a part without a floor
-- $trend_months        months that get a row each
-- $team                text, root of the tree shown, or null
-- $scope               list of text, roots of the trees in sight, or null
-- $tier, $peer_group   text, or null
-- $grade, $light       text, or null
--
-- Teams are those the filters leave in $month, in every month of the trend.
-- Source: Flag rules, section 3; E. B. Wilson, J. Am. Stat. Assoc. 22 (1927), 209

with

visible_teams as (
    select team_id
    from scope.lineage
    group by team_id
    having
        (
            cast($scope as varchar[]) is null
            or count_if(list_contains(cast($scope as varchar[]), ancestor_id)) > 0
        )
        and (
            cast($team as varchar) is null
            or count_if(ancestor_id = cast($team as varchar)) > 0
        )
),

shown_teams as (
    select
        team_months.team_id,
        teams.team_name,
        team_months.month,
        team_months.cutoff
    from scope.team_months
    inner join visible_teams
        on visible_teams.team_id = team_months.team_id
    inner join staging.teams
        on teams.team_id = team_months.team_id
    inner join scores.scores
        on scores.team_id = team_months.team_id
        and scores.month = team_months.month
    inner join flags.light
        on light.team_id = team_months.team_id
        and light.month = team_months.month
    where
        team_months.month = cast($month as date)
        and ($tier is null or team_months.tier = cast($tier as varchar))
        and (
            $peer_group is null
            or team_months.peer_group = cast($peer_group as varchar)
        )
        and ($grade is null or scores.grade = cast($grade as varchar))
        and ($light is null or light.light = cast($light as varchar))
),

counted_months as (
    select
        evidence.part,
        evidence.team_id,
        shown_teams.team_name,
        cast(evidence.month as varchar) as month_id,
        (year(shown_teams.month) * 12 + month(shown_teams.month))
        - (year(evidence.month) * 12 + month(evidence.month)) as age,
        coalesce(floors.window_months, cast($window_months as integer))
            as window_months,
        floors.floor,
        cast(evidence.n as double) as n,
        case
            when evidence.part = 'petition_repeat' then evidence.n - evidence.hits
            else evidence.hits
        end as hits,
        evidence.sum_w,
        evidence.sum_wx
    from scores.evidence
    inner join shown_teams
        on shown_teams.team_id = evidence.team_id
        and evidence.month <= shown_teams.month
    inner join rules.parts
        on parts.part = evidence.part
    left join rules.floors
        on floors.part = evidence.part
    where
        parts.dimension = 'petitions'
        or evidence.part in ('audit_rectified', 'audit_money')
),

spans as (
    select
        'all' as span,
        part,
        cast(null as varchar) as id,
        cast(null as varchar) as team_name,
        max(floor) as floor,
        sum(n) as n,
        cast(sum(hits) as double) as hits,
        sum(sum_wx) / nullif(100 * sum(sum_w), 0) as weighted_rate
    from counted_months
    where age < window_months
    group by part
    union all
    select
        'team' as span,
        part,
        team_id as id,
        team_name,
        max(floor) as floor,
        sum(n) as n,
        cast(sum(hits) as double) as hits,
        sum(sum_wx) / nullif(100 * sum(sum_w), 0) as weighted_rate
    from counted_months
    where age < window_months
    group by part, team_id, team_name
    union all
    select
        'month' as span,
        part,
        month_id as id,
        cast(null as varchar) as team_name,
        max(floor) as floor,
        sum(n) as n,
        cast(sum(hits) as double) as hits,
        sum(sum_wx) / nullif(100 * sum(sum_w), 0) as weighted_rate
    from counted_months
    where age < cast($trend_months as integer)
    group by part, month_id
),

repeating_petitioners as (
    select count(distinct registered.petitioner_key) as petitioner_count
    from scope.petitions
    inner join shown_teams
        on shown_teams.team_id = petitions.team_id
        and petitions.received_on <= shown_teams.cutoff
        and (year(shown_teams.month) * 12 + month(shown_teams.month))
        - (year(petitions.received_on) * 12 + month(petitions.received_on))
        < cast($window_months as integer)
    inner join staging.petitions as registered
        on registered.case_id = petitions.case_id
        and registered.team_id = petitions.team_id
    where petitions.is_repeat
),

intervals as (
    select
        spans.span,
        spans.part,
        spans.id,
        spans.team_name,
        spans.floor,
        spans.n,
        spans.hits,
        scheme.floor_least_cases,
        case
            when spans.part = 'audit_money' then spans.weighted_rate
            else spans.hits / nullif(spans.n, 0)
        end as rate,
        (
            spans.hits / nullif(spans.n, 0)
            + scheme.wilson_z * scheme.wilson_z / nullif(2 * spans.n, 0)
        ) / nullif(1 + scheme.wilson_z * scheme.wilson_z / nullif(spans.n, 0), 0)
            as centre,
        scheme.wilson_z * sqrt(
            spans.hits * (spans.n - spans.hits) / nullif(spans.n * spans.n * spans.n, 0)
            + scheme.wilson_z * scheme.wilson_z / nullif(4 * spans.n * spans.n, 0)
        ) / nullif(1 + scheme.wilson_z * scheme.wilson_z / nullif(spans.n, 0), 0)
            as half_width
    from spans
    cross join scope.scheme
)

select
    intervals.span,
    intervals.part,
    intervals.id,
    intervals.team_name,
    intervals.rate,
    case
        when intervals.part != 'audit_money'
            then greatest(intervals.centre - intervals.half_width, 0)
    end as low,
    case
        when intervals.part != 'audit_money'
            then least(intervals.centre + intervals.half_width, 1)
    end as high,
    intervals.floor,
    cast(intervals.n as bigint) as n,
    cast(intervals.hits as bigint) as hits,
    case
        when intervals.part = 'petition_repeat' then 1 - parts.best / 100
    end as full_share,
    case
        when intervals.part = 'petition_repeat' then 1 - parts.worst / 100
    end as zero_share,
    case
        when intervals.span = 'all' and intervals.part = 'petition_repeat'
            then repeating_petitioners.petitioner_count
    end as petitioner_count,
    intervals.floor_least_cases as least_cases,
    intervals.n < intervals.floor_least_cases as is_small,
    coalesce(
        intervals.centre + intervals.half_width < intervals.floor
        and intervals.n >= intervals.floor_least_cases,
        false
    ) as is_under_floor
from intervals
inner join rules.parts
    on parts.part = intervals.part
cross join repeating_petitioners
order by
    intervals.span asc,
    intervals.part asc,
    intervals.id asc
