-- One row per scored team of one month: what is published of it, and nothing more.
--
-- parent_id, parent_name   the team above, null at the top
-- final_score              points as published, 0 to 100; null without evidence
-- rank                     1 is best in the peer group; null when ungraded, or when too
--                          few of the group are graded for a place to tell anything
-- ranked_teams             graded teams of the peer group, count as text
-- notices_due              disclosure notices due in the month, count as text
-- notices_on_time          of these posted in time and long enough, count as text; null
--                          when it would tell how many were late, and they are few
--
-- A count under the least one that is published reads as '<5'. No person is named or
-- counted: not raters, not petitioners, not cadres.
--
-- $month         date, first day of the month
-- $least_count   the least count that is published
--
-- The teams of a peer group stand together, in the order of the register: a list by
-- score would make strangers of different work one row of better and worse.
-- Source: access rules, person-level data; scoring rules, section 4

with

notices as (
    select
        team_id,
        n as due_count,
        hits as on_time_count
    from scores.evidence
    where
        month = cast($month as date)
        and part = 'notice_on_time'
),

counted_teams as (
    select
        scores.team_id,
        scores.grade,
        coalesce(scores.ranked_teams, 0) as ranked_count,
        scores.rank,
        coalesce(notices.due_count, 0) as due_count,
        coalesce(notices.on_time_count, 0) as on_time_count,
        coalesce(notices.due_count - notices.on_time_count, 0) as late_count
    from scores.scores
    left join notices
        on notices.team_id = scores.team_id
    where scores.month = cast($month as date)
)

select
    counted_teams.team_id,
    teams.team_name,
    parents.team_id as parent_id,
    parents.team_name as parent_name,
    team_months.tier,
    team_months.peer_group,
    totals.rounded_score as final_score,
    counted_teams.grade,
    case
        when counted_teams.ranked_count >= cast($least_count as bigint)
            then cast(counted_teams.rank as bigint)
    end as rank,
    case
        when counted_teams.ranked_count >= cast($least_count as bigint)
            then cast(cast(counted_teams.ranked_count as bigint) as varchar)
        else concat('<', cast($least_count as varchar))
    end as ranked_teams,
    case
        when counted_teams.due_count >= cast($least_count as bigint)
            then cast(cast(counted_teams.due_count as bigint) as varchar)
        else concat('<', cast($least_count as varchar))
    end as notices_due,
    case
        when counted_teams.on_time_count < cast($least_count as bigint)
            then concat('<', cast($least_count as varchar))
        when
            counted_teams.late_count = 0
            or counted_teams.late_count >= cast($least_count as bigint)
            then cast(cast(counted_teams.on_time_count as bigint) as varchar)
    end as notices_on_time
from counted_teams
inner join staging.teams as teams
    on teams.team_id = counted_teams.team_id
inner join scope.team_months
    on team_months.team_id = counted_teams.team_id
    and team_months.month = cast($month as date)
inner join scores.totals
    on totals.team_id = counted_teams.team_id
    and totals.month = cast($month as date)
left join staging.teams as parents
    on parents.team_id = teams.parent_id
order by
    team_months.peer_group asc,
    counted_teams.team_id asc
