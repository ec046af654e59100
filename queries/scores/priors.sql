-- One row per peer group, month and part: the rate that small teams are drawn towards.
--
-- prior   points, 0 to 100
--
-- Source: Scoring rules, section 3, step 2

select
    team_months.peer_group,
    evidence.month,
    evidence.part,
    sum(evidence.sum_wx) / nullif(sum(evidence.sum_w), 0) as prior
from scores.evidence
inner join build.months
    on months.month = evidence.month
inner join scope.team_months
    on team_months.team_id = evidence.team_id
    and team_months.month = evidence.month
group by team_months.peer_group, evidence.month, evidence.part
