-- One row per clock that runs on an open petition: overdue first, the longest on top.
--
-- clock       answer (until it is accepted or refused) or close (from acceptance)
-- limit_on    last day that is in time
-- days_over   natural days past the limit on the cutoff; zero and less is in time
-- state       overdue, soon (limit within the coming days) or running
-- accept_days, close_days, longest_days   natural days the rules give, the last with
--             an extension
--
-- $month               date, first day of the month; clocks are read on its cutoff
-- $soon_days           natural days
-- $team                text, root of the tree shown, or null
-- $scope               list of text, roots of the trees in sight, or null
-- $tier, $peer_group   text, or null
-- $grade, $light       text, or null
--
-- Cases left out of scores are left out here; a rejected or closed case is over.
-- Source: Scoring rules, section 2.4; flag rules, section 3

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

open_cases as (
    select
        petitions.case_id,
        petitions.team_id,
        teams.team_name,
        team_months.cutoff,
        case
            when coalesce(petitions.answered_on > team_months.cutoff, true)
                then petitions.accept_limit
        end as answer_limit,
        case
            when petitions.accepted_on <= team_months.cutoff
                then petitions.close_limit
        end as close_limit
    from scope.petitions
    inner join visible_teams
        on visible_teams.team_id = petitions.team_id
    inner join staging.teams
        on teams.team_id = petitions.team_id
    inner join scope.team_months
        on team_months.team_id = petitions.team_id
        and team_months.month = cast($month as date)
        and petitions.received_on <= team_months.cutoff
        and coalesce(petitions.rejected_on > team_months.cutoff, true)
        and coalesce(petitions.closed_on > team_months.cutoff, true)
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
),

running_clocks as (
    select
        case_id,
        team_id,
        team_name,
        'answer' as clock,
        answer_limit as limit_on,
        cast(date_diff('day', answer_limit, cutoff) as bigint) as days_over
    from open_cases
    where answer_limit is not null
    union all
    select
        case_id,
        team_id,
        team_name,
        'close' as clock,
        close_limit as limit_on,
        cast(date_diff('day', close_limit, cutoff) as bigint) as days_over
    from open_cases
    where close_limit is not null
)

select
    running_clocks.case_id,
    running_clocks.team_id,
    running_clocks.team_name,
    running_clocks.clock,
    running_clocks.limit_on,
    case
        when running_clocks.days_over > 0 then 'overdue'
        when running_clocks.days_over + cast($soon_days as integer) >= 0 then 'soon'
        else 'running'
    end as state,
    running_clocks.days_over,
    scheme.accept_days,
    scheme.close_days,
    scheme.close_days + scheme.extension_days as longest_days
from running_clocks
cross join scope.scheme
order by
    running_clocks.days_over desc,
    running_clocks.case_id asc,
    running_clocks.team_id asc,
    running_clocks.clock asc
