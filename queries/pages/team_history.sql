-- One row per month of the build: what one team had in it, newest first.
--
-- is_scored         false in months the team takes no part in; all its numbers are null
-- final_score       points as published, 0 to 100; null when there is no evidence
-- base_score        points before adjustments, not rounded
-- exact_score       final_score before rounding
-- adjustment        points added or taken
-- covered_weight    points of 100 that had evidence
-- task_count        tasks in play
-- rolled_score      points, 0 to 100, with the teams below
-- is_underperforming   a grave flag of those that say so in rules/flags.csv
-- peer_median       median of the published final scores of the peer group, points
-- peer_count        teams of the peer group with a score
-- excellent_line, good_line, fair_line   least points of a grade
--
-- $team   text, id of the team
--
-- Source: scoring rules, sections 3 and 4

with

peers as (
    select
        peer_group,
        month,
        median(rounded_score) as peer_median,
        count(rounded_score) as peer_count
    from scores.totals
    group by peer_group, month
),

lines as (
    select
        max(case when position = 1 then least_score end) as excellent_line,
        max(case when position = 2 then least_score end) as good_line,
        max(case when position = 3 then least_score end) as fair_line
    from rules.grades
)

select
    months.month,
    team_months.tier,
    team_months.peer_group,
    scores.grade,
    scores.grade_reason,
    lights.light,
    totals.rounded_score as final_score,
    scores.base_score,
    scores.final_score as exact_score,
    scores.adjustment,
    scores.covered_weight,
    scores.rolled_score,
    peers.peer_median,
    lines.excellent_line,
    lines.good_line,
    lines.fair_line,
    scores.task_count,
    scores.rank,
    scores.ranked_teams,
    peers.peer_count,
    lights.underperforming as is_underperforming,
    team_months.team_id is not null as is_scored
from scores.months as months
cross join lines
left join scope.team_months as team_months
    on months.month = team_months.month
    and team_months.team_id = cast($team as varchar)
left join scores.scores as scores
    on team_months.team_id = scores.team_id
    and team_months.month = scores.month
left join scores.totals as totals
    on team_months.team_id = totals.team_id
    and team_months.month = totals.month
left join flags.light as lights
    on team_months.team_id = lights.team_id
    and team_months.month = lights.month
left join peers
    on team_months.peer_group = peers.peer_group
    and team_months.month = peers.month
order by months.month desc
