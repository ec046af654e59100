-- One row per scored team and month: base and final score before any grade.
--
-- base_score       points, 0 to 100; null without evidence
-- final_score      points, 0 to 100: base plus adjustment, clipped; null without
--                  evidence
-- rounded_score    final_score as published, two decimals; grades and ranks use this
--                  one
-- adjustment       points; 0 when there is none
-- covered_weight   points of 100 that had evidence
-- *_score          points, 0 to 100, per dimension; null without items
-- task_count       tasks in play
-- item_count       items of all parts
-- is_graded        enough weight covered and enough tasks in play
--
-- Source: Scoring rules, sections 3 and 4

with

dimension_sums as (
    select
        dimensions.team_id,
        dimensions.month,
        sum(dimensions.points * dimensions.score)
        / nullif(sum(dimensions.points), 0) as base_score,
        sum(dimensions.points) as covered_weight,
        max(
            case when dimensions.dimension = 'tasks' then dimensions.score end
        ) as tasks_score,
        max(
            case when dimensions.dimension = 'evaluation' then dimensions.score end
        ) as evaluation_score,
        max(
            case when dimensions.dimension = 'disclosure' then dimensions.score end
        ) as disclosure_score,
        max(
            case when dimensions.dimension = 'petitions' then dimensions.score end
        ) as petitions_score,
        max(
            case when dimensions.dimension = 'audit' then dimensions.score end
        ) as audit_score
    from scores.dimensions
    inner join build.months
        on months.month = dimensions.month
    group by dimensions.team_id, dimensions.month
),

counts as (
    select
        parts.team_id,
        parts.month,
        cast(sum(parts.n) as bigint) as item_count,
        cast(
            sum(case when parts.part = 'task_completion' then parts.n else 0 end)
            as bigint
        ) as task_count
    from scores.parts
    inner join build.months
        on months.month = parts.month
    group by parts.team_id, parts.month
),

team_totals as (
    select
        team_months.team_id,
        team_months.month,
        team_months.peer_group,
        dimension_sums.base_score,
        least(
            greatest(
                dimension_sums.base_score + coalesce(adjustments.adjustment, 0), 0
            ),
            100
        ) as clipped_score,
        coalesce(adjustments.adjustment, 0) as adjustment,
        coalesce(dimension_sums.covered_weight, 0) as covered_weight,
        dimension_sums.tasks_score,
        dimension_sums.evaluation_score,
        dimension_sums.disclosure_score,
        dimension_sums.petitions_score,
        dimension_sums.audit_score,
        coalesce(counts.task_count, 0) as task_count,
        coalesce(counts.item_count, 0) as item_count
    from scope.team_months
    inner join build.months
        on months.month = team_months.month
    inner join scores.months as built_months
        on built_months.month = team_months.month
    left join dimension_sums
        on dimension_sums.team_id = team_months.team_id
        and dimension_sums.month = team_months.month
    left join counts
        on counts.team_id = team_months.team_id
        and counts.month = team_months.month
    left join scores.adjustments
        on adjustments.team_id = team_months.team_id
        and adjustments.month = team_months.month
),

final_scores as (
    select
        team_id,
        month,
        peer_group,
        base_score,
        -- least and greatest pass over nulls, but no evidence is no score.
        case when base_score is not null then clipped_score end as final_score,
        adjustment,
        covered_weight,
        tasks_score,
        evaluation_score,
        disclosure_score,
        petitions_score,
        audit_score,
        task_count,
        item_count
    from team_totals
)

select
    final_scores.team_id,
    final_scores.month,
    final_scores.peer_group,
    final_scores.base_score,
    final_scores.final_score,
    floor(100 * final_scores.final_score + 0.5 + scheme.rounding_nudge)
    / 100 as rounded_score,
    final_scores.adjustment,
    final_scores.covered_weight,
    final_scores.tasks_score,
    final_scores.evaluation_score,
    final_scores.disclosure_score,
    final_scores.petitions_score,
    final_scores.audit_score,
    final_scores.task_count,
    final_scores.item_count,
    final_scores.covered_weight >= scheme.least_covered_weight
    and final_scores.task_count >= scheme.least_tasks as is_graded
from final_scores
cross join scope.scheme
