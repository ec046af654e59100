-- One row per month whose window of evidence holds a month that is being built.
--
-- Source: Flag rules, section 2

select distinct scored_months.month
from scores.months as scored_months
cross join scope.scheme
inner join build.months
    on months.month <= scored_months.month
    and (year(scored_months.month) * 12 + month(scored_months.month))
    - (year(months.month) * 12 + month(months.month)) < scheme.level_months
