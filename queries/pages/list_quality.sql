-- One row per month: the list of below_standard, and the list of the lowest scores.
--
-- team_count               teams in sight, count
-- insufficient_count       of these, without a level
-- unreliable_count         teams whose level is more chance than difference, count
-- listed_count             teams flagged below_standard at any severity, count
-- listed_wrong             of these, how many are expected not to be below the standard
-- sure_count, sure_wrong   the same of concern and alarm
-- sure_lasting             of these, concern or alarm the month before too, count
-- spared_count             teams seen under the standard that are not listed, since
--                          chance may explain it, count
-- not_linked_count, disagrees_count   listed with that note, count
-- lasting_count            listed that were listed the month before too, count
-- lowest_count             teams with the lowest scores of the month, count
-- lowest_wrong             of these, how many are expected not to be below the standard
-- lowest_innocent          of these, more likely not below the standard, count
-- lowest_unknown           of these, without a level, count
-- lowest_lasting           of these, among the lowest the month before too, count
-- missed_count             concern or alarm here, and not among the lowest, count
--
-- $month, $previous_month   date, first day of the month
-- $team                     text, root of the tree shown, or null
-- $scope                    list of text, roots of the trees in sight, or null
-- $tier, $peer_group        text, or null
-- $grade, $light            text, or null
--
-- Source: Flag rules, sections 2, 3 and 7

with

seen_teams as (
    select team_months.team_id
    from scope.team_months
    inner join scores.scores
        on scores.team_id = team_months.team_id
        and scores.month = team_months.month
    inner join flags.light
        on light.team_id = team_months.team_id
        and light.month = team_months.month
    inner join scope.lineage
        on lineage.team_id = team_months.team_id
        and lineage.ancestor_id = coalesce(cast($team as varchar), team_months.team_id)
    where
        team_months.month = cast($month as date)
        and ($tier is null or team_months.tier = cast($tier as varchar))
        and (
            $peer_group is null
            or team_months.peer_group = cast($peer_group as varchar)
        )
        and ($grade is null or scores.grade = cast($grade as varchar))
        and ($light is null or light.light = cast($light as varchar))
        and (
            cast($scope as varchar[]) is null
            or exists (
                select 1
                from scope.lineage as roots
                where
                    roots.team_id = team_months.team_id
                    and list_contains(cast($scope as varchar[]), roots.ancestor_id)
            )
        )
),

placed_teams as (
    select
        totals.team_id,
        totals.month,
        row_number() over (
            partition by totals.month
            order by totals.rounded_score asc, totals.team_id asc
        ) as place,
        count(*) over (partition by totals.month) as scored_count
    from scores.totals
    inner join seen_teams
        on seen_teams.team_id = totals.team_id
    where
        totals.month in (cast($month as date), cast($previous_month as date))
        and totals.rounded_score is not null
),

lowest_teams as (
    select
        placed_teams.team_id,
        placed_teams.month
    from placed_teams
    cross join scope.scheme
    where
        placed_teams.place
        <= greatest(floor(scheme.lowest_share * placed_teams.scored_count + 0.5), 1)
),

listed_teams as (
    select
        team_id,
        month,
        severity in ('concern', 'alarm') as is_sure,
        probability,
        note
    from flags.flags
    where
        flag = 'below_standard'
        and month in (cast($month as date), cast($previous_month as date))
),

team_rows as (
    select
        levels.state <> 'ok' as is_insufficient,
        levels.reliability < scheme.concern_reliability as is_unreliable,
        levels.level < levels.standard as is_seen_below,
        levels.p_below < scheme.watch_probability as is_innocent,
        levels.p_below is null as is_unknown,
        listed_teams.team_id is not null as is_listed,
        coalesce(listed_teams.is_sure, false) as is_sure,
        1 - listed_teams.probability as wrong_chance,
        1 - levels.p_below as sound_chance,
        listed_teams.note,
        earlier_listed.team_id is not null as was_listed,
        coalesce(earlier_listed.is_sure, false) as was_sure,
        lowest_teams.team_id is not null as is_lowest,
        earlier_lowest.team_id is not null as was_lowest
    from seen_teams
    cross join scope.scheme
    left join estimates.levels
        on levels.team_id = seen_teams.team_id
        and levels.month = cast($month as date)
    left join listed_teams
        on listed_teams.team_id = seen_teams.team_id
        and listed_teams.month = cast($month as date)
    left join listed_teams as earlier_listed
        on earlier_listed.team_id = seen_teams.team_id
        and earlier_listed.month = cast($previous_month as date)
    left join lowest_teams
        on lowest_teams.team_id = seen_teams.team_id
        and lowest_teams.month = cast($month as date)
    left join lowest_teams as earlier_lowest
        on earlier_lowest.team_id = seen_teams.team_id
        and earlier_lowest.month = cast($previous_month as date)
)

select
    cast($month as date) as month,
    count(*) as team_count,
    cast(count_if(is_insufficient) as bigint) as insufficient_count,
    cast(count_if(is_unreliable) as bigint) as unreliable_count,
    cast(count_if(is_listed) as bigint) as listed_count,
    coalesce(sum(case when is_listed then wrong_chance end), 0) as listed_wrong,
    cast(count_if(is_sure) as bigint) as sure_count,
    coalesce(sum(case when is_sure then wrong_chance end), 0) as sure_wrong,
    cast(count_if(is_sure and was_sure) as bigint) as sure_lasting,
    cast(count_if(is_seen_below and not is_listed) as bigint) as spared_count,
    cast(count_if(note = 'not_linked') as bigint) as not_linked_count,
    cast(count_if(note = 'disagrees') as bigint) as disagrees_count,
    cast(count_if(is_listed and was_listed) as bigint) as lasting_count,
    cast(count_if(is_lowest) as bigint) as lowest_count,
    coalesce(sum(case when is_lowest then sound_chance end), 0) as lowest_wrong,
    cast(count_if(is_lowest and is_innocent) as bigint) as lowest_innocent,
    cast(count_if(is_lowest and is_unknown) as bigint) as lowest_unknown,
    cast(count_if(is_lowest and was_lowest) as bigint) as lowest_lasting,
    cast(count_if(is_sure and not is_lowest) as bigint) as missed_count
from team_rows
order by month asc
