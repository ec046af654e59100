-- One row per month whose ratings tell how severe the raters of a built month are.
--
-- Source: Flag rules, section 1

select distinct calendar_months.month
from build.calendar_months
cross join scope.scheme
inner join build.months
    on calendar_months.month <= months.month
    and (year(months.month) * 12 + month(months.month))
    - (year(calendar_months.month) * 12 + month(calendar_months.month))
    < scheme.severity_months
