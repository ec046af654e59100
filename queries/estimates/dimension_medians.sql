-- One row per month, comparison group and dimension: the middle of its teams' scores.
--
-- median_score   points, 0 to 100, over the teams that have the dimension
--
-- Source: Flag rules, section 3

select
    members.month,
    members.comparison_group,
    dimensions.dimension,
    median(dimensions.score) as median_score
from estimates.dimensions
inner join windows.level_months
    on level_months.month = dimensions.month
inner join estimates.members
    on members.month = dimensions.month
    and members.team_id = dimensions.team_id
group by members.month, members.comparison_group, dimensions.dimension
