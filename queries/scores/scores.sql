-- One row per scored team and month: the score, its grade and its place.
--
-- final_score, base_score   points, 0 to 100; null without evidence
-- adjustment                points; 0 when there is none
-- covered_weight            points of 100 that had evidence
-- task_count                tasks in play
-- *_score                   points, 0 to 100, per dimension; null without items
-- grade, grade_reason       see scores.grades
-- rank, ranked_teams        place among the graded teams of the peer group
-- rolled_score              points, 0 to 100, with the teams below; null when none has
--                           one
--
-- Source: Scoring rules, sections 3 and 4; column order is part of the interface

select
    totals.team_id,
    totals.month,
    totals.final_score,
    totals.base_score,
    totals.adjustment,
    totals.covered_weight,
    totals.task_count,
    totals.tasks_score,
    totals.evaluation_score,
    totals.disclosure_score,
    totals.petitions_score,
    totals.audit_score,
    grades.grade,
    grades.grade_reason,
    grades.rank,
    grades.ranked_teams,
    rolled.rolled_score
from scores.totals
inner join build.months
    on months.month = totals.month
inner join scores.grades
    on grades.team_id = totals.team_id
    and grades.month = totals.month
left join scores.rolled
    on rolled.team_id = totals.team_id
    and rolled.month = totals.month
