-- One row per comparison group with teams in sight: how far below one has to be to be
-- found.
--
-- comparison_group        peer:<name> or tier:<tier>
-- team_count              teams in sight, count
-- insufficient_count      of these, without a level
-- unreliable_count        teams whose level is more chance than difference, count
-- center, standard        points; null when no team in sight has a level
-- typical_variance        points squared: middle sampling variance of the teams
-- typical_reliability     0 to 1: of a team with that variance
-- watch_shortfall         points under the standard at which a typical team is found to
--                         be under it in one month of two
-- concern_shortfall       the same where a team alone is 90 % sure to be under it
--
-- Both shortfalls are null where teams are equal up to chance: nobody can be found. A
-- simple normal approximation: a team whose true level is m points under the center is
-- seen there in the middle of its months, and its posterior mean then lies m ·
-- reliability under the center. It is on the standard for m = (center - standard) /
-- reliability, and 90 % sure once z · posterior sd is added. The other conditions of a
-- concern (months, dimensions, draws) are left out, so more may be needed.
--
-- $month               date, first day of the month
-- $team                text, root of the tree shown, or null
-- $scope               list of text, roots of the trees in sight, or null
-- $tier, $peer_group   text, or null
-- $grade, $light       text, or null
--
-- Source: Flag rules, section 2

with

seen_levels as (
    select
        levels.team_id,
        levels.comparison_group,
        levels.state,
        levels.center,
        levels.standard,
        levels.variance,
        levels.between_variance,
        levels.reliability
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
),

groups as (
    select
        seen_levels.comparison_group,
        count(*) as team_count,
        cast(
            count_if(seen_levels.state <> 'ok') as bigint
        ) as insufficient_count,
        cast(
            count_if(seen_levels.reliability < scheme.concern_reliability) as bigint
        ) as unreliable_count,
        max(seen_levels.center) as center,
        max(seen_levels.standard) as standard,
        median(
            case when seen_levels.state = 'ok' then seen_levels.variance end
        ) as typical_variance,
        max(seen_levels.between_variance) as between_variance
    from seen_levels
    cross join scope.scheme
    group by seen_levels.comparison_group
),

reliabilities as (
    select
        comparison_group,
        team_count,
        insufficient_count,
        unreliable_count,
        center,
        standard,
        typical_variance,
        between_variance / nullif(between_variance + typical_variance, 0)
            as typical_reliability,
        sqrt(
            between_variance * typical_variance
            / nullif(between_variance + typical_variance, 0)
        ) as typical_sd
    from groups
)

select
    reliabilities.comparison_group,
    reliabilities.team_count,
    reliabilities.insufficient_count,
    reliabilities.unreliable_count,
    reliabilities.center,
    reliabilities.standard,
    reliabilities.typical_variance,
    reliabilities.typical_reliability,
    (reliabilities.center - reliabilities.standard)
    / nullif(reliabilities.typical_reliability, 0)
    - (reliabilities.center - reliabilities.standard) as watch_shortfall,
    (
        reliabilities.center - reliabilities.standard
        + scheme.normal_quantile_90 * reliabilities.typical_sd
    ) / nullif(reliabilities.typical_reliability, 0)
    - (reliabilities.center - reliabilities.standard) as concern_shortfall
from reliabilities
cross join scope.scheme
order by reliabilities.comparison_group asc
