-- One row per confirmed adjustment of a scored team-month: what it does.
--
-- points         points it adds, before the limits of a month; 0 where it is not
--                counted
-- grade_effect   none, one_down, at_most_fair, poor
--
-- A red slip is not counted in a month that has unit_red.
-- Source: Scoring rules, section 5

with

confirmed_adjustments as (
    select
        adjustments.adjustment_id,
        adjustments.team_id,
        adjustments.month,
        adjustments.kind,
        adjustments.points,
        adjustments.upload_id,
        adjustments.source_row
    from staging.adjustments
    inner join build.months
        on months.month = adjustments.month
    inner join scope.team_months
        on team_months.team_id = adjustments.team_id
        and team_months.month = adjustments.month
    inner join build.run
        on run.as_of >= adjustments.confirmed_on
),

red_months as (
    select distinct
        team_id,
        month
    from confirmed_adjustments
    where kind = 'unit_red'
)

select
    confirmed_adjustments.team_id,
    confirmed_adjustments.month,
    confirmed_adjustments.adjustment_id,
    confirmed_adjustments.kind,
    adjustment_rules.grade_effect,
    case
        when confirmed_adjustments.kind = 'red_slip' and red_months.team_id is not null
            then cast(0 as double)
        when adjustment_rules.has_own_points
            then coalesce(confirmed_adjustments.points, 0)
        else adjustment_rules.points
    end as points,
    confirmed_adjustments.upload_id,
    confirmed_adjustments.source_row
from confirmed_adjustments
inner join rules.adjustments as adjustment_rules
    on adjustment_rules.kind = confirmed_adjustments.kind
left join red_months
    on red_months.team_id = confirmed_adjustments.team_id
    and red_months.month = confirmed_adjustments.month
