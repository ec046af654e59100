-- One row per audit finding in play in a month: overdue first, the longest on top.
--
-- category         as the register says, blank where it says nothing
-- days_over        natural days past the due day on the cutoff; null when rectified or
--                  when there is no due day; zero and less is in time
-- amount_yuan      yuan, null without money
-- rectified_yuan   yuan, counted up to the amount
-- is_due           judged this month: due by the cutoff, or rectified by then
-- is_rectified     closed by the cutoff
-- is_overdue       open past its due day
--
-- $month               date, first day of the month
-- $team                text, root of the tree shown, or null
-- $scope               list of text, roots of the trees in sight, or null
-- $tier, $peer_group   text, or null
-- $grade, $light       text, or null
--
-- Source: Scoring rules, section 2.5; flag rules, section 3

with

visible_teams as (
    select team_id
    from scope.lineage
    group by team_id
    having
        (
            cast($scope as varchar[]) is null
            or count_if(list_contains(cast($scope as varchar[]), ancestor_id)) > 0
        )
        and (
            cast($team as varchar) is null
            or count_if(ancestor_id = cast($team as varchar)) > 0
        )
),

findings as (
    select
        audit_findings.finding_id,
        audit_findings.team_id,
        teams.team_name,
        audit_findings.project,
        audit_findings.due_on,
        coalesce(audit_findings.category, 'blank') as category,
        cast(
            date_diff('day', audit_findings.due_on, team_months.cutoff) as bigint
        ) as days_past,
        case when audit_findings.amount_yuan > 0 then audit_findings.amount_yuan end
            as amount_yuan,
        audit_findings.rectified_yuan,
        coalesce(audit_findings.closed_on <= team_months.cutoff, false) as is_rectified,
        coalesce(audit_findings.is_repeat, false) as is_repeat
    from staging.audit_findings
    inner join visible_teams
        on visible_teams.team_id = audit_findings.team_id
    inner join staging.teams
        on teams.team_id = audit_findings.team_id
    inner join scope.team_months
        on team_months.team_id = audit_findings.team_id
        and team_months.month = cast($month as date)
        and team_months.cutoff >= audit_findings.found_on
        and coalesce(audit_findings.closed_on >= team_months.month, true)
    inner join scores.scores
        on scores.team_id = team_months.team_id
        and scores.month = team_months.month
    inner join flags.light
        on light.team_id = team_months.team_id
        and light.month = team_months.month
    where
        ($tier is null or team_months.tier = cast($tier as varchar))
        and (
            $peer_group is null
            or team_months.peer_group = cast($peer_group as varchar)
        )
        and ($grade is null or scores.grade = cast($grade as varchar))
        and ($light is null or light.light = cast($light as varchar))
)

select
    finding_id,
    team_id,
    team_name,
    project,
    category,
    due_on,
    case when not is_rectified then days_past end as days_over,
    amount_yuan,
    case
        when amount_yuan is not null
            then greatest(least(coalesce(rectified_yuan, 0), amount_yuan), 0)
    end as rectified_yuan,
    coalesce(days_past >= 0, false) or is_rectified as is_due,
    is_rectified,
    coalesce(days_past > 0, false) and not is_rectified as is_overdue,
    is_repeat
from findings
order by
    is_overdue desc,
    days_over desc nulls last,
    finding_id asc
