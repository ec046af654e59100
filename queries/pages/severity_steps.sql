-- One row per step of two points of severity: how many raters are corrected by that.
--
-- severity      points, middle of the step; positive is lenient
-- rater_count   count; raters who are not corrected are left out
--
-- $month   date, first day of the month
--
-- Source: Flag rules, section 1

with

steps as (
    select 2 * floor(severity.severity / 2) + 1 as severity
    from estimates.severity
    where severity.month = cast($month as date) and severity.severity <> 0
)

select
    severity,
    count(*) as rater_count
from steps
group by severity
order by severity asc
