-- One row per month, comparison group and part: how much the items of one team differ.
--
-- item_variance   points squared: pooled within teams that have two items or more
--
-- Source: Flag rules, section 2

select
    members.month,
    members.comparison_group,
    evidence.part,
    sum(
        evidence.sum_wx2
        - evidence.sum_wx * evidence.sum_wx / nullif(evidence.sum_w, 0)
    )
    / nullif(
        sum(evidence.sum_w - evidence.sum_w2 / nullif(evidence.sum_w, 0)), 0
    ) as item_variance
from windows.evidence
inner join windows.level_months
    on level_months.month = evidence.month
inner join estimates.members
    on members.month = evidence.month
    and members.team_id = evidence.team_id
where evidence.n >= 2
group by members.month, members.comparison_group, evidence.part
