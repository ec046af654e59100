-- One row per example, at most one: a team on which chance shows most.
--
-- level            points: what is seen in the window
-- posterior_mean   points: what is left after chance is taken off
-- center, standard points: middle of the comparison group, and its standard
-- reliability      0 to 1
-- p_below          chance that the team is below its standard
-- n                items of the window
-- is_spared        seen under the standard, and not so after chance is taken off
--
-- First a team that is spared, the one seen furthest below; else the one moved most.
--
-- $month               date, first day of the month
-- $team                text, root of the tree shown, or null
-- $scope               list of text, roots of the trees in sight, or null
-- $tier, $peer_group   text, or null
-- $grade, $light       text, or null
--
-- Source: Flag rules, section 2

with

placed_levels as (
    select
        levels.team_id,
        levels.comparison_group,
        levels.level,
        levels.posterior_mean,
        levels.center,
        levels.standard,
        levels.reliability,
        levels.p_below,
        levels.n,
        levels.level < levels.standard
        and levels.posterior_mean >= levels.standard as is_spared,
        row_number() over (
            order by
                case
                    when
                        levels.level < levels.standard
                        and levels.posterior_mean >= levels.standard
                        then levels.standard - levels.level
                end desc nulls last,
                abs(levels.level - levels.posterior_mean) desc,
                levels.team_id asc
        ) as place
    from estimates.levels
    inner join scope.team_months
        on team_months.team_id = levels.team_id
        and team_months.month = levels.month
    inner join scores.scores
        on scores.team_id = levels.team_id
        and scores.month = levels.month
    inner join flags.light
        on light.team_id = levels.team_id
        and light.month = levels.month
    inner join scope.lineage
        on lineage.team_id = levels.team_id
        and lineage.ancestor_id = coalesce(cast($team as varchar), levels.team_id)
    where
        levels.month = cast($month as date)
        and levels.state = 'ok'
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
                    roots.team_id = levels.team_id
                    and list_contains(cast($scope as varchar[]), roots.ancestor_id)
            )
        )
)

select
    placed_levels.team_id,
    teams.team_name,
    placed_levels.comparison_group,
    placed_levels.level,
    placed_levels.posterior_mean,
    placed_levels.center,
    placed_levels.standard,
    placed_levels.reliability,
    placed_levels.p_below,
    placed_levels.n,
    placed_levels.is_spared
from placed_levels
inner join staging.teams
    on teams.team_id = placed_levels.team_id
where placed_levels.place = 1
order by placed_levels.team_id asc
