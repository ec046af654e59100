-- One row per rolled score outside 0 to 100, or missing where the team has a score.
--
-- Source: Scoring rules, section 4

select
    team_id,
    month,
    final_score,
    rolled_score
from scores.scores
where
    rolled_score < 0
    or rolled_score > 100.000000001
    or (final_score is not null and rolled_score is null)
