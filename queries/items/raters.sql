-- One row per counted rater, team, month and rater group: the value after correction.
--
-- value   points, 0 to 100: mean over items of score minus severity, clipped
--
-- A lenient rater has a positive severity, which is taken off. A rater too few ratings
-- tell about has none.
-- Source: Scoring rules, section 2.2

select
    valid_ratings.team_id,
    valid_ratings.month,
    valid_ratings.rater_group,
    valid_ratings.rater_id,
    least(
        greatest(valid_ratings.score - coalesce(severity.severity, 0), 0), 100
    ) as value,
    valid_ratings.upload_id
from items.valid_ratings
inner join build.months
    on months.month = valid_ratings.month
inner join scope.team_months
    on team_months.month = valid_ratings.month
    and team_months.team_id = valid_ratings.team_id
left join estimates.severity
    on severity.month = valid_ratings.month
    and severity.rater_id = valid_ratings.rater_id
