-- One row per confirmed adjustment of one team in one month, and the row it came from.
--
-- points         points it adds, before the limits of a month; 0 if it is not counted
-- grade_effect   none, one_down, at_most_fair, poor
-- bonus_limit, deduction_limit   limits of a month, points
-- source_row     line of the uploaded file
--
-- $team    text, id of the team
-- $month   date, first day of the month
--
-- Source: scoring rules, section 5

select
    effects.adjustment_id,
    effects.kind,
    effects.grade_effect,
    adjustments.reason,
    adjustments.confirmed_by,
    adjustments.confirmed_on,
    effects.points,
    scheme.bonus_limit,
    scheme.deduction_limit,
    uploads.file_name,
    effects.upload_id,
    uploads.uploaded_at,
    effects.source_row
from scores.adjustment_effects as effects
cross join scope.scheme as scheme
inner join staging.adjustments as adjustments
    on effects.adjustment_id = adjustments.adjustment_id
left join build.uploads as uploads
    on effects.upload_id = uploads.upload_id
where
    effects.team_id = cast($team as varchar)
    and effects.month = cast($month as date)
order by effects.adjustment_id asc
