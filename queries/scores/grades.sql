-- One row per scored team and month: grade, the reason for it, and rank among peers.
--
-- grade          excellent, good, fair, poor, ungraded
-- grade_reason   score, quota, unit_red, gate, coverage: the last step that changed it
-- rank           place among the graded teams of the peer group, 1 is best; null when
--                ungraded
-- ranked_teams   graded teams of the peer group, count
--
-- Order of steps: score, quota, one grade down, at most fair, poor. A gated team keeps
-- the quota place it took.
-- Source: Scoring rules, section 4

with

groups as (
    select
        totals.peer_group,
        totals.month,
        count(*) as graded_count,
        bool_or(totals.rounded_score >= top_grades.least_score) as has_top
    from scores.totals
    inner join build.months
        on months.month = totals.month
    inner join rules.grades as top_grades
        on top_grades.position = 1
    where totals.is_graded
    group by totals.peer_group, totals.month
),

limited_groups as (
    select
        groups.peer_group,
        groups.month,
        groups.graded_count,
        case
            when groups.graded_count < scheme.quota_least_teams then groups.graded_count
            when groups.has_top
                then greatest(floor(scheme.quota_share * groups.graded_count), 1)
            else floor(scheme.quota_share * groups.graded_count)
        end as top_limit
    from groups
    cross join scope.scheme
),

ranked_teams as (
    select
        totals.team_id,
        totals.month,
        totals.peer_group,
        totals.rounded_score,
        rank() over (
            partition by totals.peer_group, totals.month
            order by totals.rounded_score desc nulls last
        ) as rank
    from scores.totals
    inner join build.months
        on months.month = totals.month
    where totals.is_graded
),

score_grades as (
    select
        position,
        least_score,
        lag(least_score) over (order by position asc) as next_better_score
    from rules.grades
),

steps as (
    select
        ranked_teams.team_id,
        ranked_teams.month,
        ranked_teams.rank,
        by_score.position as score_position,
        case
            when by_score.position = 1 and ranked_teams.rank > limited_groups.top_limit
                then 2
            else by_score.position
        end as quota_position,
        coalesce(adjustments.has_unit_red, false) as has_unit_red,
        coalesce(adjustments.is_at_most_fair, false) as is_at_most_fair,
        coalesce(adjustments.is_poor, false) as is_poor
    from ranked_teams
    inner join limited_groups
        on limited_groups.peer_group = ranked_teams.peer_group
        and limited_groups.month = ranked_teams.month
    inner join score_grades as by_score
        on ranked_teams.rounded_score >= by_score.least_score
        and coalesce(ranked_teams.rounded_score < by_score.next_better_score, true)
    left join scores.adjustments
        on adjustments.team_id = ranked_teams.team_id
        and adjustments.month = ranked_teams.month
),

red_steps as (
    select
        team_id,
        month,
        rank,
        score_position,
        quota_position,
        case when has_unit_red then least(quota_position + 1, 4) else quota_position end
            as red_position,
        is_at_most_fair,
        is_poor
    from steps
),

gate_steps as (
    select
        team_id,
        month,
        rank,
        score_position,
        quota_position,
        red_position,
        case
            when is_poor then 4
            when is_at_most_fair then greatest(red_position, 3)
            else red_position
        end as gate_position
    from red_steps
)

select
    totals.team_id,
    totals.month,
    coalesce(grades.grade, 'ungraded') as grade,
    case
        when gate_steps.team_id is null then 'coverage'
        when gate_steps.gate_position <> gate_steps.red_position then 'gate'
        when gate_steps.red_position <> gate_steps.quota_position then 'unit_red'
        when gate_steps.quota_position <> gate_steps.score_position then 'quota'
        else 'score'
    end as grade_reason,
    gate_steps.rank,
    coalesce(limited_groups.graded_count, 0) as ranked_teams
from scores.totals
inner join build.months
    on months.month = totals.month
left join gate_steps
    on gate_steps.team_id = totals.team_id
    and gate_steps.month = totals.month
left join rules.grades
    on grades.position = gate_steps.gate_position
left join limited_groups
    on limited_groups.peer_group = totals.peer_group
    and limited_groups.month = totals.month
