-- One row per scored team and month with a confirmed adjustment: its sum and its gates.
--
-- adjustment        points, bonus and deductions each within their limit of a month
-- has_unit_red      one grade down
-- is_at_most_fair   faked rectification
-- is_poor           false data or reprisal
--
-- Source: Scoring rules, section 5

select
    adjustment_effects.team_id,
    adjustment_effects.month,
    least(sum(greatest(adjustment_effects.points, 0)), max(scheme.bonus_limit))
    + greatest(
        sum(least(adjustment_effects.points, 0)), max(scheme.deduction_limit)
    ) as adjustment,
    bool_or(adjustment_effects.grade_effect = 'one_down') as has_unit_red,
    bool_or(adjustment_effects.grade_effect = 'at_most_fair') as is_at_most_fair,
    bool_or(adjustment_effects.grade_effect = 'poor') as is_poor
from scores.adjustment_effects
inner join build.months
    on months.month = adjustment_effects.month
cross join scope.scheme
group by adjustment_effects.team_id, adjustment_effects.month
