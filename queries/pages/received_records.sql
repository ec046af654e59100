-- One row per kind of upload: what counts of it for the teams shown in one month.
--
-- kind           one of the nine; only those with a record
-- record_count   rows of the register that count in the month; a rater counts per team
-- team_count     teams with such a record; of the register of teams, all that are shown
--
-- $month               date, first day of the month
-- $team                text, root of the tree shown, or null
-- $scope               list of text, roots of the trees in sight, or null
-- $tier, $peer_group   text, or null
-- $grade, $light       text, or null
--
-- Source: Scoring rules, section 2

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
    select team_months.team_id
    from scope.team_months
    inner join visible_teams
        on visible_teams.team_id = team_months.team_id
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

-- A row of a register makes an item in every part it speaks to.
records as (
    select
        items.kind,
        items.team_id,
        items.source_key
    from scores.items
    inner join shown_teams
        on shown_teams.team_id = items.team_id
    where
        items.month = cast($month as date)
        and items.source_key is not null
    group by items.kind, items.team_id, items.source_key
    union all
    select
        'adjustments' as kind,
        adjustment_effects.team_id,
        adjustment_effects.adjustment_id as source_key
    from scores.adjustment_effects
    inner join shown_teams
        on shown_teams.team_id = adjustment_effects.team_id
    where adjustment_effects.month = cast($month as date)
    union all
    select
        'teams' as kind,
        team_id,
        team_id as source_key
    from shown_teams
)

select
    kind,
    count(*) as record_count,
    count(distinct team_id) as team_count
from records
group by kind
order by kind asc
