-- One row per team and month whose final score is not base plus adjustment, clipped.
--
-- Source: Scoring rules, section 3, step 6

select
    team_id,
    month,
    base_score,
    adjustment,
    final_score
from scores.scores
where
    (base_score is null) <> (final_score is null)
    or final_score < 0
    or final_score > 100
    or abs(final_score - greatest(least(base_score + adjustment, 100), 0)) > 0.000000001
