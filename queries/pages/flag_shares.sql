-- One row per way to divide the judged teams, class and kind of flag: share flagged.
--
-- division     size (items of the window), staff, district, or raters (those linked to
--              one another by the teams they share)
-- class_id     size, staff: number of the class, the smallest teams first; district: id
--              of the tree below the top, or the tier of trees lumped together; raters:
--              number of the linked group, the one with most teams first
-- class_name   name of the district, null for all others
-- flags        listed: below_standard, watch or worse; concern: concern or alarm of it;
--              any: any flag that rests on statistics
-- lowest, highest   items or staff of the teams of a class; null for other divisions
-- teams, flagged    judged teams, and those of them with such a flag, count
-- share             flagged of teams, 0 to 1; overall_share that of the whole division
-- low, high         Wilson's interval of the share, corrected for whole teams, 0 to 1
-- classes           classes of the division, count
-- is_apart          the overall share lies outside the interval
--
-- $month               date, first day of the month
-- $team                text, root of the tree shown, or null
-- $scope               list of text, roots of the trees in sight, or null
-- $tier, $peer_group   text, or null
--
-- Intervals are wide enough to look at all classes and kinds of a division at once:
-- with z = √(2 ln(classes / false_alarm)) a normal deviate is beyond z with a chance
-- below false_alarm / (3 · classes). Measured on 117 to 3,000 equal teams, 4 to 30
-- classes: 0 to 7 % of months show a difference. Teams of equal size are in one class.
-- Source: Flag rules, section 7; E. B. Wilson, J. Am. Stat. Assoc. 22 (1927), 209

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

found_flags as (
    select
        team_id,
        max(case when flag = 'below_standard' then 1 else 0 end) as is_listed,
        max(
            case
                when flag = 'below_standard' and severity <> 'watch' then 1
                else 0
            end
        ) as is_concern
    from flags.flags
    where
        month = cast($month as date)
        and flag in ('below_standard', 'weak_dimension', 'rate_under_floor', 'falling')
    group by team_id
),

judged_teams as (
    select
        levels.team_id,
        levels.n,
        teams.staff,
        coalesce(found_flags.is_listed, 0) as is_listed,
        coalesce(found_flags.is_concern, 0) as is_concern,
        case when found_flags.team_id is null then 0 else 1 end as is_any
    from estimates.levels
    inner join visible_teams
        on visible_teams.team_id = levels.team_id
    inner join scope.team_months
        on team_months.team_id = levels.team_id
        and team_months.month = levels.month
    inner join staging.teams
        on teams.team_id = levels.team_id
    left join found_flags
        on found_flags.team_id = levels.team_id
    where
        levels.month = cast($month as date)
        and levels.state = 'ok'
        and ($tier is null or team_months.tier = cast($tier as varchar))
        and (
            $peer_group is null
            or team_months.peer_group = cast($peer_group as varchar)
        )
),

sizes as (
    select
        'size' as division,
        team_id,
        n as amount,
        rank() over (order by n asc) as place,
        count(*) over () as team_count
    from judged_teams
    union all
    select
        'staff' as division,
        team_id,
        staff as amount,
        rank() over (order by staff asc) as place,
        count(*) over () as team_count
    from judged_teams
    where staff is not null
),

tops as (
    select team_id
    from scope.lineage
    group by team_id
    having count(*) = 1
),

districts as (
    select
        lineage.team_id,
        teams.team_name,
        case
            when teams.tier in ('city', 'county') then teams.team_id else teams.tier
        end as class_id,
        teams.tier in ('city', 'county') as is_named
    from scope.lineage
    inner join staging.teams
        on teams.team_id = lineage.ancestor_id
    inner join tops
        on tops.team_id = teams.parent_id
),

rated_teams as (
    select
        ratings.team_id,
        severity.component,
        row_number() over (
            partition by ratings.team_id
            order by count(*) desc, severity.component asc
        ) as place
    from staging.ratings
    cross join scope.scheme
    inner join judged_teams
        on judged_teams.team_id = ratings.team_id
    inner join estimates.severity
        on severity.rater_id = ratings.rater_id
        and severity.month = cast($month as date)
    where
        ratings.rater_group <> 'self'
        and (year(cast($month as date)) * 12 + month(cast($month as date)))
        - (year(ratings.month) * 12 + month(ratings.month))
        between 0 and scheme.severity_months - 1
    group by ratings.team_id, severity.component
),

components as (
    select
        component,
        row_number() over (order by count(*) desc, component asc) as number
    from rated_teams
    where place = 1
    group by component
),

members as (
    select
        sizes.division,
        cast(
            1 + floor(
                (sizes.place - 1) * scheme.audit_classes / nullif(sizes.team_count, 0)
            ) as integer
        ) as position,
        cast(null as varchar) as class_key,
        cast(null as varchar) as class_name,
        sizes.team_id,
        sizes.amount
    from sizes
    cross join scope.scheme
    union all
    select
        'district' as division,
        case when districts.is_named then 0 else 1 end as position,
        districts.class_id as class_key,
        case when districts.is_named then districts.team_name end as class_name,
        districts.team_id,
        cast(null as bigint) as amount
    from districts
    union all
    select
        'raters' as division,
        components.number as position,
        cast(null as varchar) as class_key,
        cast(null as varchar) as class_name,
        rated_teams.team_id,
        cast(null as bigint) as amount
    from rated_teams
    inner join components
        on components.component = rated_teams.component
    where rated_teams.place = 1
),

flagged_teams as (
    select
        team_id,
        'listed' as flags,
        is_listed as is_flagged
    from judged_teams
    union all
    select
        team_id,
        'concern' as flags,
        is_concern as is_flagged
    from judged_teams
    union all
    select
        team_id,
        'any' as flags,
        is_any as is_flagged
    from judged_teams
),

counts as (
    select
        members.division,
        members.position,
        coalesce(members.class_key, cast(members.position as varchar)) as class_id,
        members.class_name,
        flagged_teams.flags,
        cast(min(members.amount) as bigint) as lowest,
        cast(max(members.amount) as bigint) as highest,
        count(*) as teams,
        cast(sum(flagged_teams.is_flagged) as bigint) as flagged
    from members
    inner join flagged_teams
        on flagged_teams.team_id = members.team_id
    group by
        members.division,
        members.position,
        members.class_key,
        members.class_name,
        flagged_teams.flags
),

divisions as (
    select
        division,
        flags,
        count(*) as classes,
        cast(sum(flagged) as double) / nullif(sum(teams), 0) as overall_share
    from counts
    group by division, flags
),

-- Half a case nearer to the middle: without it the smallest classes cry wolf.
widths as (
    select
        counts.division,
        counts.class_id,
        counts.flags,
        cast(counts.flagged as double) / nullif(counts.teams, 0) as share,
        greatest(counts.flagged - 0.5, 0) / nullif(counts.teams, 0) as low_share,
        least(counts.flagged + 0.5, counts.teams)
        / nullif(counts.teams, 0) as high_share,
        2 * ln(divisions.classes / nullif(scheme.audit_false_alarm, 0))
        / nullif(counts.teams, 0) as width
    from counts
    cross join scope.scheme
    inner join divisions
        on divisions.division = counts.division
        and divisions.flags = counts.flags
),

-- Wilson: (share + width / 2 ± half) / (1 + width) with width = z² / n.
intervals as (
    select
        division,
        class_id,
        flags,
        share,
        (
            low_share + width / 2
            - sqrt(width * (low_share * (1 - low_share) + width / 4))
        ) / nullif(1 + width, 0) as low,
        (
            high_share + width / 2
            + sqrt(width * (high_share * (1 - high_share) + width / 4))
        ) / nullif(1 + width, 0) as high
    from widths
)

select
    counts.division,
    counts.class_id,
    counts.class_name,
    counts.flags,
    counts.lowest,
    counts.highest,
    counts.teams,
    counts.flagged,
    intervals.share,
    divisions.overall_share,
    greatest(intervals.low, 0) as low,
    least(intervals.high, 1) as high,
    divisions.classes,
    divisions.classes > 1
    and (
        divisions.overall_share < intervals.low
        or divisions.overall_share > intervals.high
    ) as is_apart
from counts
inner join intervals
    on intervals.division = counts.division
    and intervals.class_id = counts.class_id
    and intervals.flags = counts.flags
inner join divisions
    on divisions.division = counts.division
    and divisions.flags = counts.flags
order by
    counts.division asc,
    counts.position asc,
    counts.class_id asc,
    counts.flags asc
