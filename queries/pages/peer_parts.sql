-- One row per part that any team of one peer group has items in: the group's middle.
--
-- prior             rate of the group, points, 0 to 100: what small teams are drawn to
-- peer_part_score   median of the part scores of the teams that have the part, points
-- peer_count        those teams
--
-- $peer_group   text
-- $month        date, first day of the month
--
-- Source: scoring rules, section 3; flags and statistics, section 6

select
    parts.part,
    max(priors.prior) as prior,
    median(parts.part_score) as peer_part_score,
    count(*) as peer_count
from scores.parts as parts
inner join scope.team_months as team_months
    on parts.team_id = team_months.team_id
    and parts.month = team_months.month
left join scores.priors as priors
    on team_months.peer_group = priors.peer_group
    and parts.month = priors.month
    and parts.part = priors.part
where
    parts.month = cast($month as date)
    and team_months.peer_group = cast($peer_group as varchar)
group by parts.part
order by parts.part asc
