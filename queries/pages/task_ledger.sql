-- One row per task and team in the ledger of one month, what presses most first.
--
-- state           overdue, behind, due_soon, not_started, under_way, extended, done or
--                 exempt, on the cutoff of the month
-- task_light      red, yellow, blue, green or grey
-- days_left       natural days from the cutoff to the deadline, negative when past
-- plan_share      share of the days from assignment to deadline that are over, 0 to 1;
--                 null when the day of assignment is not known
-- points_behind   points of progress short of the plan, to a millionth, negative when
--                 ahead; null without a plan, and where progress is not known
--
-- Progress is what was reported last; nothing reported is no progress. What a task that
-- was done later had reached in this month is not known.
--
-- In the ledger: assigned by the cutoff, and not done before the month began. The
-- deadline is the approved new due day, else the due day.
--
-- $month                      date, first day of the month
-- $team, $tier, $peer_group   text, or null
-- $grade, $light              text, or null: what the team has in that month
-- $scope                      list of text, roots of the trees in sight, or null
-- $word_1 … $word_5           small letters that must all be found, or null
--
-- Source: product description, page Tasks; state words: domain notes, section 5

with

ledger as (
    select
        tasks.task_id,
        tasks.team_id,
        tasks.level,
        tasks.role,
        tasks.is_exempt,
        tasks.extended_to is not null as is_extended,
        coalesce(tasks.done_on <= months.cutoff, false) as is_done,
        case when tasks.done_on is null then coalesce(tasks.progress, 0) end
            as progress,
        date_diff(
            'day', months.cutoff, coalesce(tasks.extended_to, tasks.due_on)
        ) as days_left,
        date_diff('day', tasks.assigned_on, months.cutoff) / nullif(
            cast(
                date_diff(
                    'day', tasks.assigned_on, coalesce(tasks.extended_to, tasks.due_on)
                ) as double
            ), 0
        ) as days_share,
        lower(
            concat(
                tasks.task_id, ' ', tasks.title, ' ', coalesce(tasks.problem, ''), ' ',
                coalesce(tasks.measure, ''), ' ', coalesce(tasks.owner, ''), ' ',
                coalesce(tasks.note, '')
            )
        ) as words
    from staging.tasks
    inner join staging.teams
        on teams.team_id = tasks.team_id
    inner join scores.months
        on months.month = cast($month as date)
        and coalesce(tasks.assigned_on <= months.cutoff, true)
        and coalesce(tasks.done_on >= months.month, true)
    left join scores.scores
        on scores.team_id = tasks.team_id
        and scores.month = months.month
    left join flags.light
        on light.team_id = tasks.team_id
        and light.month = months.month
    where
        ($tier is null or teams.tier = cast($tier as varchar))
        and ($peer_group is null or teams.peer_group = cast($peer_group as varchar))
        and ($grade is null or scores.grade = cast($grade as varchar))
        and ($light is null or light.light = cast($light as varchar))
),

seen_tasks as (
    select
        ledger.task_id,
        ledger.team_id,
        ledger.level,
        ledger.role,
        ledger.is_exempt,
        ledger.is_done,
        ledger.is_extended,
        ledger.progress,
        ledger.days_left,
        case when ledger.days_share > 1 then 1 else ledger.days_share end as plan_share
    from ledger
    inner join scope.lineage
        on lineage.team_id = ledger.team_id
        and lineage.ancestor_id = coalesce(cast($team as varchar), ledger.team_id)
    where
        contains(ledger.words, coalesce(cast($word_1 as varchar), ''))
        and contains(ledger.words, coalesce(cast($word_2 as varchar), ''))
        and contains(ledger.words, coalesce(cast($word_3 as varchar), ''))
        and contains(ledger.words, coalesce(cast($word_4 as varchar), ''))
        and contains(ledger.words, coalesce(cast($word_5 as varchar), ''))
        and (
            cast($scope as varchar[]) is null
            or exists (
                select 1
                from scope.lineage as roots
                where
                    roots.team_id = ledger.team_id
                    and list_contains(cast($scope as varchar[]), roots.ancestor_id)
            )
        )
),

compared_tasks as (
    select
        task_id,
        team_id,
        level,
        role,
        is_exempt,
        is_done,
        is_extended,
        progress,
        days_left,
        plan_share,
        -- Without the rounding, half of the time less 0.4 is not quite ten points.
        floor(100000000 * (plan_share - progress) + 0.5) / 1000000 as points_behind
    from seen_tasks
),

states as (
    select
        compared_tasks.task_id,
        compared_tasks.team_id,
        compared_tasks.level,
        compared_tasks.role,
        compared_tasks.days_left,
        compared_tasks.plan_share,
        compared_tasks.points_behind,
        case
            when compared_tasks.is_exempt then 'exempt'
            when compared_tasks.is_done then 'done'
            when compared_tasks.days_left < 0 then 'overdue'
            when compared_tasks.points_behind >= scheme.task_behind_points then 'behind'
            when compared_tasks.days_left <= scheme.task_due_soon_days then 'due_soon'
            when compared_tasks.is_extended then 'extended'
            when compared_tasks.progress = 0 then 'not_started'
            else 'under_way'
        end as state,
        compared_tasks.points_behind > scheme.task_far_behind_points as is_far_behind
    from compared_tasks
    cross join scope.scheme
)

select
    task_id,
    team_id,
    level,
    role,
    state,
    case
        when state = 'exempt' then 'grey'
        when state = 'overdue' then 'red'
        when state = 'behind' and is_far_behind then 'red'
        when state = 'behind' then 'yellow'
        when state = 'due_soon' then 'blue'
        else 'green'
    end as task_light,
    days_left,
    plan_share,
    points_behind
from states
order by
    case state
        when 'overdue' then 1
        when 'behind' then 2
        when 'due_soon' then 3
        when 'not_started' then 4
        when 'under_way' then 5
        when 'extended' then 6
        when 'done' then 7
        else 8
    end asc,
    case
        when state = 'behind' then -points_behind
        when state not in ('done', 'exempt') then days_left
    end asc,
    task_id asc,
    team_id asc
