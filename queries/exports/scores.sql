-- One row per scored team and month: relation scores as other programs read it.
--
-- $month     date, first day of the month, or null for every month
-- $team_id   text, or null for every team
-- $scope     list of text, roots of the trees in sight, or null for everything
-- $team_ids  list of text, the teams that are wanted, or null for all of them
--
-- Months are text, 2026-03. Column names and order are part of the interface.

with

shown_teams as (
    select team_id
    from scope.lineage
    group by team_id
    having
        (
            cast($scope as varchar[]) is null
            or count_if(list_contains(cast($scope as varchar[]), ancestor_id)) > 0
        )
        and (
            cast($team_ids as varchar[]) is null
            or list_contains(cast($team_ids as varchar[]), team_id)
        )
)

select
    scores.team_id,
    strftime(scores.month, '%Y-%m') as month,
    scores.final_score,
    scores.base_score,
    scores.adjustment,
    scores.covered_weight,
    scores.task_count,
    scores.tasks_score,
    scores.evaluation_score,
    scores.disclosure_score,
    scores.petitions_score,
    scores.audit_score,
    scores.grade,
    scores.grade_reason,
    scores.rank,
    scores.ranked_teams,
    scores.rolled_score
from scores.scores
where
    ($month is null or scores.month = cast($month as date))
    and ($team_id is null or scores.team_id = cast($team_id as varchar))
    and (
        ($scope is null and $team_ids is null)
        or scores.team_id in (select shown_teams.team_id from shown_teams)
    )
order by
    scores.month asc,
    scores.team_id asc
