-- One row per comparison group in use, month and team that belongs to it.
--
-- A tier counts all its scored teams, also those that have a peer group of their own.
-- Source: Flag rules, section 2

with

tiers_in_use as (
    select distinct
        comparison_groups.month,
        comparison_groups.comparison_group
    from estimates.comparison_groups
    inner join build.months
        on months.month = comparison_groups.month
    where not comparison_groups.is_peer_group
)

select
    comparison_groups.month,
    comparison_groups.comparison_group,
    comparison_groups.team_id
from estimates.comparison_groups
inner join build.months
    on months.month = comparison_groups.month
where comparison_groups.is_peer_group
union all
select
    tiers_in_use.month,
    tiers_in_use.comparison_group,
    team_months.team_id
from tiers_in_use
inner join scope.team_months
    on team_months.month = tiers_in_use.month
    and 'tier:' || team_months.tier = tiers_in_use.comparison_group
