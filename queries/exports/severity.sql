-- One row per month and rater: relation severity as other programs read it.
--
-- $month     date, first day of the month, or null for every month
-- $team_id, $team_ids, $scope   team, list of teams, list of roots, or null; a rater
--            belongs to no team, so that any limit to teams leaves no rows
--
-- Months are text, 2026-03. Column names and order are part of the interface.

select
    strftime(severity.month, '%Y-%m') as month,
    severity.rater_id,
    severity.severity,
    severity.ratings,
    severity.teams,
    severity.component
from estimates.severity
inner join scores.months
    on months.month = severity.month
where
    ($month is null or severity.month = cast($month as date))
    and $team_id is null
    and $team_ids is null
    and $scope is null
order by
    severity.month asc,
    severity.rater_id asc
